import { hostname } from "node:os";

/** What names this process to whoever cleans up on AWS after it: `host/pid`. */
export function thisOwner(): string {
  return `${hostname()}/${process.pid}`;
}

/** Whether the process of an owner may live: of another machine nobody here knows. */
export function mayLive(owner: string): boolean {
  const { host, pid } = /^(?<host>.+)\/(?<pid>\d+)$/.exec(owner)?.groups ?? {};
  return host !== undefined && (host !== hostname() || isAlive(Number(pid)));
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // A process of another user is there, and may not be asked.
    return error instanceof Error && "code" in error && error.code === "EPERM";
  }
}
