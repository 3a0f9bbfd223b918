import { listProcesses, readEnvironment, readStat } from "./proc.ts";

/** Which processes are ours. */
export interface Ownership {
  /** A path of ours alone, with what ends it (`/` or NUL); who has it in its environment was started by a function of ours. */
  readonly marker: string;
  /** Sessions that are ours, by their leaders: who is in one is ours whatever its environment says. */
  readonly sessions: readonly number[];
  /** Only processes with a higher pid are looked at. */
  readonly youngerThan?: number | undefined;
}

/**
 * Kills what left the process group that it was started in (setsid, a daemon). Returns how many were still living;
 * undefined where there is no /proc, and so no environment to know them by.
 */
export function killEscaped({ marker, sessions, youngerThan = 0 }: Ownership): number | undefined {
  const processes = listProcesses();
  if (processes.length === 0) {
    return undefined;
  }
  const candidates = processes.filter((pid) => pid > youngerThan && pid !== process.pid);
  return candidates.filter((pid) => isOurs(pid, marker, sessions) && killProcess(pid)).length;
}

function isOurs(pid: number, marker: string, sessions: readonly number[]): boolean {
  const stat = readStat(pid);
  return (
    stat !== undefined &&
    stat.state !== "Z" &&
    (sessions.includes(stat.session) || readEnvironment(pid).includes(marker))
  );
}

/** SIGKILL to a process, or with a negative number to a group. False when there is none that we may kill. */
export function killProcess(pid: number): boolean {
  return signalProcess(pid, "SIGKILL");
}

/** A signal to a process, or with a negative number to a group. False when there is none that we may send one to. */
export function signalProcess(pid: number, signal: NodeJS.Signals): boolean {
  try {
    process.kill(pid, signal);
    return true;
  } catch {
    return false;
  }
}
