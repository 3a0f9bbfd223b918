// Isolates what a command costs before it does anything: loading its modules, reading flags and scenario files.
// Floor: Node.js itself, started and ended with an empty program.
import { spawn } from "node:child_process";
import { once } from "node:events";
import { alternate, median } from "./alternate.mjs";
import { milliseconds, timesFloor } from "./row.mjs";
import { command, root } from "./thaw.mjs";

const rounds = 15;

export async function startUp() {
  const timesMs = await alternate(
    {
      "node -e 0": () => run(["-e", "0"]),
      "thaw --help": () => run([command, "--help"]),
      "thaw plan scenarios/": () => run([command, "plan", "scenarios/"]),
    },
    { rounds, iterations: 1 },
  );
  const floorMs = median(timesMs["node -e 0"]);
  return ["thaw --help", "thaw plan scenarios/"].map((what) => {
    const ms = median(timesMs[what]);
    return {
      what,
      measured: milliseconds(ms),
      floor: `${milliseconds(floorMs)} (node -e 0)`,
      ...timesFloor(ms, floorMs, 3),
    };
  });
}

async function run(args) {
  const child = spawn(process.execPath, args, { cwd: root, stdio: ["ignore", "ignore", "inherit"] });
  const [code] = await once(child, "exit");
  if (code !== 0) {
    throw new Error(`node ${args.join(" ")}: expected exit code 0, got ${code}`);
  }
}
