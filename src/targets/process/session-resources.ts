import type { ResourceUse } from "../../environment/sandbox.ts";
import { type ProcessStat, readPeakMemoryMb, readThreadsCpuMs } from "../local/proc.ts";
import type { SessionProcesses } from "./session-processes.ts";

/**
 * What all processes of a session have used so far: CPU time, and the sum of their peaks of resident memory (an upper
 * bound of the peak of the sum, as pages that they share count for each). Empty where there is no /proc.
 */
export function sessionResources(session: SessionProcesses): ResourceUse {
  const processes = session.list();
  if (processes.length === 0) {
    return {};
  }
  const peaks = processes.map(({ pid }) => readPeakMemoryMb(pid)).filter((peak) => peak !== undefined);
  return {
    ...(peaks.length === 0 ? {} : { maxMemoryMb: sum(peaks) }),
    cpuMs: sum(processes.map(cpuOf)),
  };
}

// Threads that have ended are in the ticks alone, and only their schedstat tells living ones to less than 10 ms.
function cpuOf({ pid, cpuMs, reapedCpuMs }: ProcessStat): number {
  return Math.max(readThreadsCpuMs(pid) ?? 0, cpuMs) + reapedCpuMs;
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}
