import { readdirSync } from "node:fs";
import type { ResourceUse } from "../../environment/sandbox.ts";
import { contentOf, readProcess } from "./process-table.ts";

const tickMs = 10;

/**
 * Peak memory and CPU time of a process and all that descends from it, from /proc: the sum of the peaks of their
 * resident sets (VmHWM), and of their CPU times. Both absent where there is no /proc, or the process is gone.
 */
export function readResources(leader: number): ResourceUse {
  let memoryKb = 0;
  let cpuMs = 0;
  let found = false;
  for (const pid of withDescendants(leader)) {
    const entry = readProcess(pid);
    const peak = /^VmHWM:\s+(\d+) kB/m.exec(contentOf(`/proc/${pid}/status`) ?? "")?.[1];
    if (entry === undefined || peak === undefined) {
      continue;
    }
    found = true;
    memoryKb += Number(peak);
    cpuMs += Math.max(scheduledMs(pid), entry.ownTicks * tickMs) + entry.childTicks * tickMs;
  }
  return found ? { maxMemoryMb: memoryKb / 1024, cpuMs } : {};
}

function withDescendants(pid: number): number[] {
  const children = threadsOf(pid).flatMap((thread) =>
    (contentOf(`/proc/${pid}/task/${thread}/children`) ?? "")
      .split(" ")
      .filter((text) => text !== "")
      .map(Number),
  );
  return [pid, ...children.flatMap(withDescendants)];
}

/** Nanoseconds on a CPU are finer than ticks, but known only of threads that live: the larger of the two is nearer. */
function scheduledMs(pid: number): number {
  let nanoseconds = 0;
  for (const thread of threadsOf(pid)) {
    nanoseconds += Number(contentOf(`/proc/${pid}/task/${thread}/schedstat`)?.split(" ")[0] ?? 0);
  }
  return nanoseconds / 1e6;
}

function threadsOf(pid: number): readonly string[] {
  try {
    return readdirSync(`/proc/${pid}/task`);
  } catch {
    return [];
  }
}
