import { type ChildProcess, spawn } from "node:child_process";
import { mkdirSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";
import type { ResourceUse, RuntimeExit, Sandbox, SandboxStart } from "../../environment/sandbox.ts";
import { removeTree } from "../../packages/read-only.ts";
import type { Clock } from "../../shared/clock.ts";
import { HeadTailLog } from "./head-tail-log.ts";
import { killEscaped, killProcess } from "./kill-escaped.ts";
import { launchError } from "./launch-error.ts";
import { sessionResources } from "./session-resources.ts";

/** What one process sandbox is made of. */
export interface ProcessSandboxOptions {
  readonly command: string;
  readonly args: readonly string[];
  /** The task root. */
  readonly cwd: string;
  /** What stands for /tmp: made by start, removed by destroy. No other sandbox has its path. */
  readonly temporaryFolder: string;
  /** All that the process sees of an environment. */
  readonly variables: (runtimeApi: string) => Readonly<Record<string, string>>;
  readonly clock: Clock;
  /** Called with the pid as soon as there is one: what must be known if thaw itself is killed. */
  readonly onStarted: (pid: number) => void;
}

/** How long output is waited for after the process has ended: a process elsewhere may hold the pipe. */
const outputLimitMs = 100;
/** Killed processes are gone at once, unless the kernel holds them up. */
const endTries = 20;

/** A process group and session of its own with Lambda's environment. */
export class ProcessSandbox implements Sandbox {
  readonly method = "spawn";
  readonly exited: Promise<RuntimeExit>;
  readonly #options: ProcessSandboxOptions;
  readonly #log = new HeadTailLog();
  #end: (exit: RuntimeExit) => void = () => {};
  #child: ChildProcess | undefined;
  #outputEnded: Promise<unknown> = Promise.resolve();
  #use: ResourceUse = {};
  #destroyed: Promise<void> | undefined;

  constructor(options: ProcessSandboxOptions) {
    this.#options = options;
    this.exited = new Promise((resolve) => {
      this.#end = resolve;
    });
  }

  async start(runtimeApi: string): Promise<SandboxStart> {
    const { temporaryFolder, variables, clock, onStarted } = this.#options;
    const beganAtMs = clock.nowMs();
    mkdirSync(temporaryFolder);
    const child = this.#spawn(variables(runtimeApi));
    // The child's first instruction runs within 0.1 ms of this moment: spawn returns when libuv has seen the exec
    // succeed. So this is the begin of init, and all before it is provision.
    const startedAtMs = clock.nowMs();
    if (child?.pid !== undefined) {
      onStarted(child.pid);
    }
    return { startedAtMs, provisionMs: startedAtMs - beganAtMs };
  }

  /** Never less than it said before: a child that has ended does not take back what it used. */
  resources(): ResourceUse {
    const now = this.#child?.pid === undefined ? {} : sessionResources(this.#child.pid);
    this.#use = {
      ...highest("maxMemoryMb", this.#use.maxMemoryMb, now.maxMemoryMb),
      ...highest("cpuMs", this.#use.cpuMs, now.cpuMs),
    };
    return this.#use;
  }

  log(): string {
    return this.#log.text();
  }

  destroy(): Promise<void> {
    this.#destroyed ??= this.#destroy();
    return this.#destroyed;
  }

  /** SIGKILL to the group, at once; `destroy` still has to be called. */
  kill(): void {
    if (this.#child?.pid !== undefined) {
      killProcess(-this.#child.pid);
    }
  }

  #spawn(env: Readonly<Record<string, string>>): ChildProcess | undefined {
    const { command, args, cwd } = this.#options;
    try {
      const child = spawn(command, args, { cwd, env, stdio: ["ignore", "pipe", "pipe"], detached: true });
      this.#watch(child);
      return child;
    } catch (error) {
      // Some failures to start are events of the child, others (a file in no known format) are thrown.
      this.#end({ code: null, signal: null, launchError: launchError(command, error) });
      return undefined;
    }
  }

  #watch(child: ChildProcess): void {
    this.#child = child;
    // Not `close`: that waits for everybody who holds the pipes, grandchildren too.
    child.once("exit", (code, signal) => this.#end({ code, signal }));
    child.on("error", (error) => {
      if (child.pid === undefined) {
        this.#end({ code: null, signal: null, launchError: launchError(this.#options.command, error) });
      }
    });
    const keep = (chunk: Buffer) => this.#log.append(chunk);
    child.stdout?.on("data", keep);
    child.stderr?.on("data", keep);
    this.#outputEnded = new Promise((resolve) => child.once("close", resolve));
  }

  async #destroy(): Promise<void> {
    const pid = this.#child?.pid;
    if (pid !== undefined) {
      this.kill();
      await this.exited;
      await endAll(pid, `${this.#options.temporaryFolder}\0`);
      await this.#endOutput();
    }
    await removeTree(this.#options.temporaryFolder);
  }

  async #endOutput(): Promise<void> {
    const limit = new AbortController();
    await Promise.race([
      this.#outputEnded,
      sleep(outputLimitMs, undefined, { signal: limit.signal }).catch(() => {}),
    ]);
    limit.abort();
    this.#child?.stdout?.destroy();
    this.#child?.stderr?.destroy();
  }
}

/** Ends the group, and who has left it: they hold the pipes, or run on beside the next sample. */
async function endAll(pid: number, marker: string): Promise<void> {
  for (let tries = 0; tries < endTries; tries++) {
    const isGroup = killProcess(-pid);
    const living = killEscaped({ marker, sessions: [pid], youngerThan: pid }) ?? Number(isGroup);
    if (living === 0) {
      return;
    }
    await sleep(5);
  }
}

function highest<Name extends keyof ResourceUse>(
  name: Name,
  before: number | undefined,
  now: number | undefined,
): ResourceUse {
  const values = [before, now].filter((value) => value !== undefined);
  return values.length === 0 ? {} : { [name]: Math.max(...values) };
}
