import { mkdirSync } from "node:fs";
import { connect, type Socket } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";
import type {
  ProcessRole,
  ResourceUse,
  Sandbox,
  SandboxLink,
  SandboxProcess,
  SandboxStart,
} from "../../environment/sandbox.ts";
import { removeTree } from "../../packages/read-only.ts";
import type { Clock } from "../../shared/clock.ts";
import { killEscaped } from "../local/kill-escaped.ts";
import { OwnProcess, type ProcessSpecification } from "./sandbox-process.ts";

/** What one process sandbox is made of. */
export interface ProcessSandboxOptions {
  /** What a process is started with. */
  readonly specification: (role: ProcessRole, runtimeApi: string) => ProcessSpecification;
  /** The files in /opt/extensions, in the order of their names; undefined where extensions are disabled. */
  readonly extensions: readonly string[] | undefined;
  /** What stands for /tmp: made by start, removed by destroy. No other sandbox has its path. */
  readonly temporaryFolder: string;
  readonly clock: Clock;
  /** Called with each pid as soon as there is one: what must be known if thaw itself is killed. */
  readonly onStarted: (pid: number) => void;
}

/** Killed processes are gone at once, unless the kernel holds them up. */
const endTries = 20;

/** Processes of this machine with Lambda's environment, each in a group and session of its own. */
export class ProcessSandbox implements Sandbox {
  readonly method = "spawn";
  readonly extensions: readonly string[] | undefined;
  readonly #options: ProcessSandboxOptions;
  #link: SandboxLink | undefined;
  /** Those that were started since the last reset. */
  #processes: OwnProcess[] = [];
  /** What those before them have used. */
  #before: ResourceUse = {};
  #destroyed: Promise<void> | undefined;

  constructor(options: ProcessSandboxOptions) {
    this.#options = options;
    this.extensions = options.extensions;
  }

  /** No process of its own runs: init begins with the first that is launched. */
  async start(link: SandboxLink): Promise<SandboxStart> {
    const { temporaryFolder, clock } = this.#options;
    const beganAtMs = clock.nowMs();
    mkdirSync(temporaryFolder);
    this.#link = link;
    return { provisionMs: clock.nowMs() - beganAtMs };
  }

  async launch(role: ProcessRole): Promise<SandboxProcess> {
    const link = this.#link;
    if (link === undefined || this.#destroyed !== undefined) {
      throw new Error(
        `launch: expected a started sandbox, got ${link === undefined ? "a new" : "an ended"} one`,
      );
    }
    const { specification, clock, onStarted } = this.#options;
    const started = new OwnProcess(specification(role, link.runtimeApi), clock, (source, chunk) =>
      link.onOutput(role, source, chunk),
    );
    this.#processes.push(started);
    if (started.pid !== undefined) {
      onStarted(started.pid);
    }
    return started;
  }

  connect(port: number): Socket {
    return connect(port, "127.0.0.1");
  }

  resources(): ResourceUse {
    const uses = this.#processes.map((process) => process.resources());
    const memory = sumOfKnown(uses.map(({ maxMemoryMb }) => maxMemoryMb));
    const cpu = sumOfKnown(uses.map(({ cpuMs }) => cpuMs));
    const { maxMemoryMb = memory ?? 0, cpuMs = 0 } = this.#before;
    return {
      ...(memory === undefined && maxMemoryMb === 0
        ? {}
        : { maxMemoryMb: Math.max(maxMemoryMb, memory ?? 0) }),
      ...(cpu === undefined && cpuMs === 0 ? {} : { cpuMs: cpuMs + (cpu ?? 0) }),
    };
  }

  async reset(): Promise<void> {
    this.#before = this.resources();
    await this.#endProcesses();
  }

  destroy(): Promise<void> {
    this.#destroyed ??= this.#endProcesses().then(() => removeTree(this.#options.temporaryFolder));
    return this.#destroyed;
  }

  /** SIGKILL to every group, at once; `destroy` still has to be called. */
  kill(): void {
    for (const process of this.#processes) {
      process.killGroup();
    }
  }

  async #endProcesses(): Promise<void> {
    this.kill();
    const ended = this.#processes;
    this.#processes = [];
    const leaders = ended.map(({ pid }) => pid).filter((pid) => pid !== undefined);
    if (leaders.length > 0) {
      await Promise.all(ended.map(({ exited }) => exited));
      await endAll(ended, leaders, `${this.#options.temporaryFolder}\0`);
      await Promise.all(ended.map((process) => process.endOutput()));
    }
  }
}

/** Ends the groups, and who has left them: they hold the pipes, or run on beside the next sample. */
async function endAll(
  processes: readonly OwnProcess[],
  leaders: readonly number[],
  marker: string,
): Promise<void> {
  for (let tries = 0; tries < endTries; tries++) {
    const groups = processes.filter((process) => process.killGroup()).length;
    const living = killEscaped({ marker, sessions: leaders, youngerThan: Math.min(...leaders) }) ?? groups;
    if (living === 0) {
      return;
    }
    await sleep(5);
  }
}

/** Undefined where none is known. */
function sumOfKnown(values: readonly (number | undefined)[]): number | undefined {
  const known = values.filter((value) => value !== undefined);
  return known.length === 0 ? undefined : known.reduce((total, value) => total + value, 0);
}
