// Takes so much CPU time at load and in each answer, whatever a core is worth at the moment, and tells what CPU it has.
import { readFileSync } from "node:fs";
import { availableParallelism } from "node:os";

const atLoad = given();
spend(Number(process.env.INIT_CPU_MS ?? 0));
let ticks = 0;
setInterval(() => ticks++, 5);

export async function handler(event, context) {
  const remainingMs = context.getRemainingTimeInMillis();
  if (event.exit) {
    process.exit(1);
  }
  spend(event.cpuMs ?? 0);
  return { atLoad, now: given(), ticks, remainingMs };
}

function spend(ms) {
  const end = spentMs() + ms;
  while (spentMs() < end) {}
}

function spentMs() {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
}

function given() {
  return { quota: quota(), cores: availableParallelism() };
}

// `1447 20000`, or `max 20000` where there is no limit.
function quota() {
  try {
    return readFileSync("/sys/fs/cgroup/cpu.max", "utf8").trim();
  } catch {
    const read = (name) => readFileSync(`/sys/fs/cgroup/cpu/${name}`, "utf8").trim();
    return `${read("cpu.cfs_quota_us").replace("-1", "max")} ${read("cpu.cfs_period_us")}`;
  }
}
