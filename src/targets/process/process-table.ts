import { readdirSync, readFileSync } from "node:fs";

/** What /proc tells of a process; times in kernel ticks of 10 ms. Source: proc(5). */
export interface ProcessEntry {
  readonly pid: number;
  /** `Z` for one that has ended and was not yet collected. */
  readonly state: string;
  /** Its session: the pid of the sandbox's first process, unless it made a session of its own. */
  readonly session: number;
  /** Since boot: with the pid it names a process for good, as pids are used again. */
  readonly startTicks: number;
  /** User and system time of its own threads, ended ones included. */
  readonly ownTicks: number;
  /** The same of children that it has waited for. */
  readonly childTicks: number;
}

/** A process by its pid, or undefined when there is none, or no /proc. */
export function readProcess(pid: number): ProcessEntry | undefined {
  const stat = contentOf(`/proc/${pid}/stat`);
  if (stat === undefined) {
    return undefined;
  }
  // The second field is the command in brackets and may hold anything, brackets too: count from the last one.
  const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
  const field = (number: number) => Number(fields[number - 3]);
  return {
    pid,
    state: fields[0] ?? "?",
    session: field(6),
    startTicks: field(22),
    ownTicks: field(14) + field(15),
    childTicks: field(16) + field(17),
  };
}

/** Every process that /proc shows; none where there is no /proc. */
export function listProcesses(): readonly ProcessEntry[] {
  return processIds().flatMap((pid) => readProcess(pid) ?? []);
}

/** Processes that were started with this text in their environment: those that left the sandbox's session, too. */
export function processesWithEnvironment(text: string): readonly number[] {
  return processIds().filter(
    (pid) => pid !== process.pid && contentOf(`/proc/${pid}/environ`)?.includes(text) === true,
  );
}

/** The text of a file in /proc, or undefined when it is gone or closed to us. */
export function contentOf(path: string): string | undefined {
  try {
    return readFileSync(path, "utf8");
  } catch {
    return undefined;
  }
}

function processIds(): readonly number[] {
  try {
    return readdirSync("/proc")
      .filter((name) => /^\d+$/.test(name))
      .map(Number);
  } catch {
    return [];
  }
}
