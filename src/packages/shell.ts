import { spawn } from "node:child_process";

/** How a shell command ended, and the last of what it printed. */
export interface ShellEnd {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  /** At most the last 4 KB of stdout and stderr. */
  readonly output: string;
}

export interface ShellCommand {
  readonly command: string;
  readonly folder: string;
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly signal: AbortSignal;
}

/**
 * Runs a command of the user's with `sh -c` and waits for it. When aborted, all that it started is killed with it and
 * the promise rejects with the signal's reason; it also rejects when there is no shell.
 */
export async function runShell({ command, folder, environment, signal }: ShellCommand): Promise<ShellEnd> {
  signal.throwIfAborted();
  const child = spawn("sh", ["-c", command], {
    cwd: folder,
    env: environment,
    stdio: ["ignore", "pipe", "pipe"],
    // A group of its own: what the command starts can be ended with it.
    detached: true,
  });
  let tail: Buffer = Buffer.alloc(0);
  const keep = (chunk: Buffer) => {
    tail = Buffer.concat([tail, chunk]).subarray(-shownBytes);
  };
  child.stdout.on("data", keep);
  child.stderr.on("data", keep);
  const kill = () => killGroup(child.pid);
  signal.addEventListener("abort", kill, { once: true });
  try {
    const [code, killedBy] = await new Promise<[number | null, NodeJS.Signals | null]>((resolve, reject) => {
      child.once("error", reject);
      child.once("close", (...end) => resolve(end));
    });
    signal.throwIfAborted();
    return { code, signal: killedBy, output: tail.toString("utf8") };
  } finally {
    signal.removeEventListener("abort", kill);
  }
}

const shownBytes = 4096;

/** Kills a process that leads a group of its own, with all of the group. */
export function killGroup(pid: number | undefined): void {
  try {
    if (pid !== undefined) {
      process.kill(-pid, "SIGKILL");
    }
  } catch {
    // It has ended by itself.
  }
}
