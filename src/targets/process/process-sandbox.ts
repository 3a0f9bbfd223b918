import { type ChildProcess, spawn } from "node:child_process";
import { mkdirSync } from "node:fs";
import { setTimeout as wait } from "node:timers/promises";
import type { ResourceUse, RuntimeExit, Sandbox, SandboxStart } from "../../environment/sandbox.ts";
import type { Clock } from "../../shared/clock.ts";
import { CapturedLog } from "./captured-log.ts";
import { isAlive, killGroup } from "./kill.ts";
import { removeTree } from "./remove-tree.ts";
import { readResources } from "./resources.ts";
import type { Session } from "./sessions.ts";

/** Members of the group that only its own parent can collect are waited for so long, not longer. */
const groupPatienceMs = 100;

/** What a sandbox of the process target is made of. */
export interface ProcessSandboxOptions {
  /** Absolute path of the executable, and what it gets. */
  readonly command: readonly [string, ...string[]];
  /** The whole environment but AWS_LAMBDA_RUNTIME_API and TMPDIR. */
  readonly variables: Readonly<Record<string, string>>;
  readonly taskRoot: string;
  /** The environment's own /tmp; made here and removed in the end. */
  readonly temporaryFolder: string;
  readonly session: Session;
  readonly clock: Clock;
}

/** A process group with a session and a /tmp of its own. */
export class ProcessSandbox implements Sandbox {
  readonly method = "spawn";
  readonly exited: Promise<RuntimeExit>;
  private readonly options: ProcessSandboxOptions;
  private readonly output = new CapturedLog();
  private resolveExit: (exit: RuntimeExit) => void = () => {};
  private child: ChildProcess | undefined;

  constructor(options: ProcessSandboxOptions) {
    this.options = options;
    this.exited = new Promise((resolve) => {
      this.resolveExit = resolve;
    });
  }

  /**
   * `spawn` returns when the child has executed the command (libuv waits for that): its first instruction was seen
   * to run from 0.06 ms before to 0.1 ms after, while the call itself takes milliseconds. So `init` begins here, and
   * the call belongs to `provision`.
   */
  async start(runtimeApi: string): Promise<SandboxStart> {
    const { command, variables, taskRoot, temporaryFolder, session, clock } = this.options;
    const beganAtMs = clock.nowMs();
    mkdirSync(temporaryFolder, { recursive: true });
    const [executable, ...args] = command;
    const child = spawn(executable, args, {
      cwd: taskRoot,
      env: { ...variables, AWS_LAMBDA_RUNTIME_API: runtimeApi, TMPDIR: temporaryFolder },
      detached: true,
      stdio: ["ignore", "pipe", "pipe"],
    });
    const startedAtMs = clock.nowMs();
    if (child.pid !== undefined) {
      session.noteLeader(child.pid);
    }
    this.follow(child);
    return { startedAtMs, provisionMs: startedAtMs - beganAtMs };
  }

  resources(): ResourceUse {
    return this.child?.pid === undefined ? {} : readResources(this.child.pid);
  }

  log(): string {
    return this.output.text();
  }

  /** SIGKILL to the group at once; what it left is removed by `destroy`. */
  kill(): void {
    if (this.child?.pid !== undefined) {
      killGroup(this.child.pid);
    }
  }

  async destroy(): Promise<void> {
    const { child } = this;
    if (child?.pid !== undefined) {
      this.kill();
      await this.exited;
      await emptied(child.pid);
      child.stdout?.destroy();
      child.stderr?.destroy();
    }
    await removeTree(this.options.temporaryFolder);
  }

  private follow(child: ChildProcess): void {
    this.child = child;
    child.stdout?.on("data", (chunk: Buffer) => this.output.add(chunk));
    child.stderr?.on("data", (chunk: Buffer) => this.output.add(chunk));
    child.once("error", (error) =>
      this.resolveExit({ code: null, signal: null, launchError: error.message }),
    );
    // Not "close": a grandchild may hold the pipes open for as long as it likes.
    child.once("exit", (code, signal) => this.resolveExit({ code, signal }));
  }
}

/** Waits until nobody of the group is left, or only what nobody collects. */
async function emptied(leader: number): Promise<void> {
  for (let waitedMs = 0; waitedMs < groupPatienceMs && isAlive(-leader); waitedMs++) {
    killGroup(leader);
    await wait(1);
  }
}
