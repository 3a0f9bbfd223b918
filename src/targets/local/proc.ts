import { readdirSync, readFileSync } from "node:fs";

// Reading /proc, synchronously: it is memory, not a disk, and the answer must be of one moment. Everywhere else than on
// Linux, and for processes that have gone, the answer is undefined or empty.

/** What /proc/PID/stat says of a process. */
export interface ProcessStat {
  readonly pid: number;
  readonly state: string;
  readonly parent: number;
  readonly session: number;
  /** CPU time of the process and its ended threads, in ms. The kernel counts it in ticks of 10 ms. */
  readonly cpuMs: number;
  /** CPU time of children that have ended and were waited for, in ms. */
  readonly reapedCpuMs: number;
  /** When it started, in ticks since the machine did: with the pid, the process's identity. */
  readonly startTicks: number;
}

/** USER_HZ, which Linux has fixed at 100 for every program. */
const msPerTick = 10;

export function readStat(pid: number): ProcessStat | undefined {
  const text = readProc(`${pid}/stat`);
  if (text === undefined) {
    return undefined;
  }
  // The name stands in parentheses and may hold any character; what follows does not.
  const fields = text.slice(text.lastIndexOf(")") + 2).split(" ");
  const field = (number: number) => Number(fields[number - 3]);
  return {
    pid,
    state: fields[0] ?? "",
    parent: field(4),
    session: field(6),
    cpuMs: (field(14) + field(15)) * msPerTick,
    reapedCpuMs: (field(16) + field(17)) * msPerTick,
    startTicks: field(22),
  };
}

/** All processes that /proc shows, by pid. */
export function listProcesses(): readonly number[] {
  return list("")
    .filter((name) => /^\d+$/.test(name))
    .map(Number);
}

/** The number that the kernel gave last, to a process or a thread; undefined where it does not tell. */
export function readLastPid(): string | undefined {
  return readProc("loadavg")?.trimEnd().split(" ").at(-1);
}

/** CPU time of the living threads, in ms, to the nanosecond; undefined where the kernel keeps no schedstat. */
export function readThreadsCpuMs(pid: number): number | undefined {
  let nanoseconds: number | undefined;
  for (const thread of list(`${pid}/task`)) {
    const text = readProc(`${pid}/task/${thread}/schedstat`);
    if (text !== undefined) {
      nanoseconds = (nanoseconds ?? 0) + Number.parseInt(text, 10);
    }
  }
  return nanoseconds === undefined ? undefined : nanoseconds / 1e6;
}

/** Children of all threads; undefined where the kernel was built without this list. */
export function readChildren(pid: number): readonly number[] | undefined {
  const children: number[] = [];
  for (const thread of list(`${pid}/task`)) {
    const text = readProc(`${pid}/task/${thread}/children`);
    if (text === undefined) {
      return undefined;
    }
    children.push(...text.split(" ").filter(Boolean).map(Number));
  }
  return children;
}

/** The largest resident size that a process has had, in MB. */
export function readPeakMemoryMb(pid: number): number | undefined {
  const kilobytes = /^VmHWM:\s+(\d+) kB$/m.exec(readProc(`${pid}/status`) ?? "")?.[1];
  return kilobytes === undefined ? undefined : Number(kilobytes) / 1024;
}

/** The environment that a process was started with, as it lies in memory. */
export function readEnvironment(pid: number): string {
  return readProc(`${pid}/environ`) ?? "";
}

function readProc(path: string): string | undefined {
  try {
    return readFileSync(`/proc/${path}`, "utf8");
  } catch {
    return undefined;
  }
}

function list(path: string): readonly string[] {
  try {
    return readdirSync(`/proc/${path}`);
  } catch {
    return [];
  }
}
