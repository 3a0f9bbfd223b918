import { setTimeout as wait } from "node:timers/promises";

/** SIGKILL takes effect at once but for a process in the kernel: it is waited for so long. */
const patienceMs = 2000;

/** Sends SIGKILL to these processes and waits until they are gone. Processes of other users are left alone. */
export async function killAll(pids: readonly number[]): Promise<void> {
  for (const pid of pids) {
    signal(pid, "SIGKILL");
  }
  for (let waitedMs = 0; waitedMs < patienceMs && pids.some(isAlive); waitedMs += 5) {
    await wait(5);
  }
}

/** Sends SIGKILL to a whole process group; true when there was one. */
export function killGroup(leader: number): boolean {
  return signal(-leader, "SIGKILL");
}

/** True while a process of this pid exists (a group's for a negative one). */
export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error instanceof Error && "code" in error && error.code === "EPERM";
  }
}

function signal(pid: number, name: NodeJS.Signals): boolean {
  try {
    process.kill(pid, name);
    return true;
  } catch {
    return false;
  }
}
