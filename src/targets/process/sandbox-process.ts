import { type ChildProcess, spawn } from "node:child_process";
import type { Readable } from "node:stream";
import { setTimeout as sleep } from "node:timers/promises";
import type { OutputSource, ProcessExit, ResourceUse, SandboxProcess } from "../../environment/sandbox.ts";
import type { Clock } from "../../shared/clock.ts";
import { killProcess, signalProcess } from "../local/kill-escaped.ts";
import { notLaunched, refuseText } from "./launch-error.ts";
import { SessionProcesses } from "./session-processes.ts";
import { sessionResources } from "./session-resources.ts";

/** What a process of a sandbox is started with. */
export interface ProcessSpecification {
  readonly command: string;
  readonly args: readonly string[];
  readonly cwd: string;
  /** All that it sees of an environment. */
  readonly variables: Readonly<Record<string, string>>;
  /** Gives it a fourth descriptor, number 3, for frames of log messages. */
  readonly frames: boolean;
}

/** How long output is waited for after the process has ended: a process elsewhere may hold the pipe. */
const outputLimitMs = 100;

/** A process in a group and session of its own. */
export class OwnProcess implements SandboxProcess {
  readonly startedAtMs: number;
  readonly launchMs: number;
  readonly exited: Promise<ProcessExit>;
  readonly #child: ChildProcess | undefined;
  readonly #outputEnded: Promise<unknown>;
  readonly #session: SessionProcesses | undefined;
  #use: ResourceUse = {};

  /** Starts it. What cannot be started has ended already. */
  constructor(
    specification: ProcessSpecification,
    clock: Clock,
    onOutput: (source: OutputSource, chunk: Buffer) => void,
  ) {
    const { command, args, cwd, variables: env, frames } = specification;
    let end: (exit: ProcessExit) => void = () => {};
    this.exited = new Promise((resolve) => {
      end = resolve;
    });
    const beganAtMs = clock.nowMs();
    try {
      refuseText(command);
      const stdio = [
        "ignore" as const,
        "pipe" as const,
        "pipe" as const,
        ...(frames ? ["pipe" as const] : []),
      ];
      this.#child = spawn(command, args, { cwd, env, stdio, detached: true });
    } catch (error) {
      // Some failures to start are events of the child, others (a file in no known format) are thrown.
      end(notLaunched(command, error));
    }
    // The child's first instruction runs within 0.1 ms of this moment: spawn returns when libuv has seen the exec succeed.
    this.startedAtMs = clock.nowMs();
    this.launchMs = this.startedAtMs - beganAtMs;
    this.#session = this.pid === undefined ? undefined : new SessionProcesses(this.pid);
    this.#outputEnded =
      this.#child === undefined ? Promise.resolve() : watch(this.#child, command, end, onOutput);
  }

  /** Undefined when it could not be started. */
  get pid(): number | undefined {
    return this.#child?.pid;
  }

  signal(signal: "SIGTERM" | "SIGKILL"): void {
    // A process whose end was seen leads no group any more, and its number may belong to another.
    if (this.pid !== undefined && this.#child?.exitCode === null && this.#child.signalCode === null) {
      signalProcess(-this.pid, signal);
    }
  }

  /** SIGKILL to its group, also when it has ended itself. */
  killGroup(): boolean {
    return this.pid !== undefined && killProcess(-this.pid);
  }

  /** What its session has used. Never less than it said before: a child that has ended does not take it back. */
  resources(): ResourceUse {
    const now = this.#session === undefined ? {} : sessionResources(this.#session);
    this.#use = {
      ...highest("maxMemoryMb", this.#use.maxMemoryMb, now.maxMemoryMb),
      ...highest("cpuMs", this.#use.cpuMs, now.cpuMs),
    };
    return this.#use;
  }

  /** Waits until all of its output has come, and closes the pipes. */
  async endOutput(): Promise<void> {
    const limit = new AbortController();
    await Promise.race([
      this.#outputEnded,
      sleep(outputLimitMs, undefined, { signal: limit.signal }).catch(() => {}),
    ]);
    limit.abort();
    for (const stream of this.#child?.stdio ?? []) {
      stream?.destroy();
    }
  }
}

function watch(
  child: ChildProcess,
  command: string,
  end: (exit: ProcessExit) => void,
  onOutput: (source: OutputSource, chunk: Buffer) => void,
): Promise<unknown> {
  // Not `close`: that waits for everybody who holds the pipes, grandchildren too.
  child.once("exit", (code, signal) => end({ code, signal }));
  child.on("error", (error) => {
    if (child.pid === undefined) {
      end(notLaunched(command, error));
    }
  });
  listen(child.stdout, (chunk) => onOutput("stdout", chunk));
  listen(child.stderr, (chunk) => onOutput("stderr", chunk));
  const frames = child.stdio[3];
  if (frames !== undefined && frames !== null && "read" in frames) {
    frames.on("error", () => {});
    listen(frames, (chunk) => onOutput("frames", chunk));
  }
  return new Promise((resolve) => child.once("close", resolve));
}

function listen(stream: Readable | null, take: (chunk: Buffer) => void): void {
  stream?.on("data", take);
}

function highest<Name extends keyof ResourceUse>(
  name: Name,
  before: number | undefined,
  now: number | undefined,
): ResourceUse {
  const values = [before, now].filter((value) => value !== undefined);
  return values.length === 0 ? {} : { [name]: Math.max(...values) };
}
