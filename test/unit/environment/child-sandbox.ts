import { type ChildProcess, spawn } from "node:child_process";
import { connect, type Socket } from "node:net";
import { fileURLToPath } from "node:url";
import type {
  ProcessExit,
  ProcessRole,
  ResourceUse,
  Sandbox,
  SandboxLink,
  SandboxProcess,
  SandboxStart,
} from "../../../src/environment/sandbox.ts";
import { systemClock } from "../../../src/shared/clock.ts";

/** A command: the file and its arguments. */
export type Command = readonly string[];

/** A sandbox of child processes and nothing else: commands against a Runtime API. */
export class ChildSandbox implements Sandbox {
  readonly method = "spawn";
  readonly extensions: readonly string[] | undefined;
  /** How the processes ended, in the order in which they did. */
  readonly exits: (ProcessExit & { readonly role: ProcessRole })[] = [];
  readonly #command: Command;
  readonly #extensions: Readonly<Record<string, Command>>;
  #link: SandboxLink | undefined;
  #children: { readonly child: ChildProcess; readonly exited: Promise<ProcessExit> }[] = [];
  #readings = 0;

  constructor(command: Command, extensions: Readonly<Record<string, Command>> = {}) {
    this.#command = command;
    this.#extensions = extensions;
    this.extensions = Object.keys(extensions);
  }

  async start(link: SandboxLink): Promise<SandboxStart> {
    this.#link = link;
    return { provisionMs: 0.001 };
  }

  async launch(role: ProcessRole): Promise<SandboxProcess> {
    const beganAtMs = systemClock.nowMs();
    const command = role.kind === "runtime" ? this.#command : this.#extensions[role.name];
    const [file = "", ...args] = command ?? [];
    const env = { AWS_LAMBDA_RUNTIME_API: this.#link?.runtimeApi ?? "" };
    const child = spawn(file, args, { env, stdio: "pipe" });
    child.stdout.on("data", (chunk: Buffer) => this.#link?.onOutput(role, "stdout", chunk));
    child.stderr.on("data", (chunk: Buffer) => this.#link?.onOutput(role, "stderr", chunk));
    const exited = new Promise<ProcessExit>((resolve) => {
      child.on("exit", (code, signal) => resolve({ code, signal }));
      child.on("error", (error) => resolve({ code: null, signal: null, launchError: error.message }));
    });
    void exited.then((exit) => this.exits.push({ role, ...exit }));
    this.#children.push({ child, exited });
    const startedAtMs = systemClock.nowMs();
    return {
      startedAtMs,
      launchMs: startedAtMs - beganAtMs,
      exited,
      signal: (signal) => void child.kill(signal),
    };
  }

  connect(port: number): Socket {
    return connect(port, "127.0.0.1");
  }

  /** Scripted, so that differences can be told: 10 ms of CPU more at each reading. */
  resources(): ResourceUse {
    this.#readings += 1;
    return { cpuMs: this.#readings * 10, maxMemoryMb: 40 + this.#readings };
  }

  async reset(): Promise<void> {
    for (const { child } of this.#children) {
      child.kill("SIGKILL");
    }
    await Promise.all(this.#children.map(({ exited }) => exited));
    this.#children = [];
  }

  destroy(): Promise<void> {
    return this.reset();
  }
}

/** A sandbox that runs one of the tiny runtimes of test/runtimes. */
export function runtimeSandbox(name: string, ...args: readonly string[]): ChildSandbox {
  return new ChildSandbox(script(`runtimes/${name}`, ...args));
}

/** A sandbox of a tiny runtime beside one of the extensions of test/scripted-extensions. */
export function extendedSandbox(runtime: string, extension: string): ChildSandbox {
  const extensions = { [`${extension}.mjs`]: script(`scripted-extensions/${extension}`) };
  return new ChildSandbox(script(`runtimes/${runtime}`), extensions);
}

/** The command of a script below test/. */
function script(name: string, ...args: readonly string[]): Command {
  const path = fileURLToPath(new URL(`../../${name}.mjs`, import.meta.url));
  return [process.execPath, path, ...args];
}
