import { type ChildProcess, spawn } from "node:child_process";
import { fileURLToPath } from "node:url";
import type { ResourceUse, RuntimeExit, Sandbox, SandboxStart } from "../../../src/environment/sandbox.ts";
import { systemClock } from "../../../src/shared/clock.ts";

/** A sandbox that is one child process and nothing else: a command against a Runtime API. */
export class ChildSandbox implements Sandbox {
  readonly method = "spawn";
  readonly exited: Promise<RuntimeExit>;
  readonly #command: readonly string[];
  #child: ChildProcess | undefined;
  #log = "";
  #readings = 0;
  #exit: (exit: RuntimeExit) => void = () => {};

  constructor(...command: readonly string[]) {
    this.#command = command;
    this.exited = new Promise((resolve) => {
      this.#exit = resolve;
    });
  }

  async start(runtimeApi: string): Promise<SandboxStart> {
    const beganAtMs = systemClock.nowMs();
    const [file = "", ...args] = this.#command;
    const child = spawn(file, args, { env: { AWS_LAMBDA_RUNTIME_API: runtimeApi }, stdio: "pipe" });
    this.#child = child;
    for (const stream of [child.stdout, child.stderr]) {
      stream.on("data", (chunk: Buffer) => {
        this.#log += chunk.toString();
      });
    }
    child.on("exit", (code, signal) => this.#exit({ code, signal }));
    child.on("error", (error) => this.#exit({ code: null, signal: null, launchError: error.message }));
    const startedAtMs = systemClock.nowMs();
    return { startedAtMs, provisionMs: startedAtMs - beganAtMs };
  }

  /** Scripted, so that differences can be told: 10 ms of CPU more at each reading. */
  resources(): ResourceUse {
    this.#readings += 1;
    return { cpuMs: this.#readings * 10, maxMemoryMb: 40 + this.#readings };
  }

  log(): string {
    return this.#log;
  }

  async destroy(): Promise<void> {
    this.#child?.kill("SIGKILL");
    await this.exited;
  }
}

/** A sandbox that runs one of the tiny runtimes of test/runtimes. */
export function runtimeSandbox(name: string, ...args: readonly string[]): ChildSandbox {
  const path = fileURLToPath(new URL(`../../runtimes/${name}.mjs`, import.meta.url));
  return new ChildSandbox(process.execPath, path, ...args);
}
