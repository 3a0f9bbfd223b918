import type { Container, ContainerCreateOptions } from "dockerode";
import type {
  ProcessExit,
  ProcessRole,
  ResourceUse,
  Sandbox,
  SandboxLink,
  SandboxProcess,
  SandboxStart,
} from "../../environment/sandbox.ts";
import type { Clock } from "../../shared/clock.ts";
import type { Cgroup } from "./cgroup.ts";
import { type ChangedBy, ContainerControl, type CpuQuota } from "./container-control.ts";
import type { ControlServer } from "./control-server.ts";
import { createContainer } from "./create-container.ts";
import type { Engine } from "./engine.ts";
import type { EngineEvents } from "./engine-events.ts";
import { inTime, resultInTime } from "./in-time.ts";
import type { InitConnection, InitCost, InitExit } from "./init-connection.ts";
import type { LaunchRequest } from "./init-frames.ts";
import { launchFailure } from "./launch-failure.ts";
import { removeContainer } from "./leftovers.ts";
import type { Relay } from "./relay.ts";

/** What a thousand processes with little CPU take to end, at the most. */
const resetLimitMs = 30_000;
/** Where it takes longer, the engine has to end a container. */
const endLimitMs = 2_000;

/** What a container sandbox is made of. */
export interface DockerSandboxOptions {
  readonly engine: Engine;
  readonly control: ControlServer;
  readonly listenAt: NonNullable<Sandbox["listenAt"]>;
  /** The container that is made, given what its first process proves itself with. */
  readonly container: (token: string) => ContainerCreateOptions;
  /** What a process is started with. */
  readonly request: (role: ProcessRole, runtimeApi: string) => LaunchRequest;
  /** The files in /opt/extensions, in the order of their names; undefined where extensions are disabled. */
  readonly extensions: readonly string[] | undefined;
  /** What the engine tells, where this machine's kernel tells nothing. */
  readonly events: EngineEvents | undefined;
  /** The control group of a container; undefined where this machine does not have it. */
  readonly cgroup: (containerId: string) => Cgroup | undefined;
  /** The CPU share after the first init; undefined where it is not changed then. */
  readonly cpu: CpuQuota | undefined;
  /** Hears by what the CPU share was changed. */
  readonly onCpuShare: (by: ChangedBy) => void;
  /** Processes stand still between invocations. */
  readonly freeze: boolean;
  readonly clock: Clock;
  /** What the first process has cost, told at the end. */
  readonly onCost: (cost: InitCost) => void;
  /** Why a container is gone; undefined when it stands. `lineEnded`: its first process is not there any more. */
  readonly lossOf: (container: Container, lineEnded: boolean) => Promise<Error | undefined>;
  /** Nothing of the function runs any more; what is left is removed when nothing is measured. */
  readonly onEnded: (ended: EndedSandbox) => Promise<void>;
}

/** What is left of a sandbox: a container with its first process alone. */
export interface EndedSandbox {
  /** Ends and removes it. Never rejects. */
  remove(): Promise<void>;
}

/** Longer than an engine under load takes to start a container. */
const startLimitMs = 60_000;
/** Longer than an engine takes to tell that a container was short of memory. */
const outOfMemoryEventMs = 500;
/** Longer than a first process takes to answer; one that stands still never does. */
const costLimitMs = 1000;

/** A container with Lambda's file system and limits, driven through its first process. */
export class DockerSandbox implements Sandbox {
  readonly method = "container";
  readonly extensions: readonly string[] | undefined;
  readonly listenAt: NonNullable<Sandbox["listenAt"]>;
  readonly #options: DockerSandboxOptions;
  #creation: Promise<Container> | undefined;
  #container: Container | undefined;
  #cgroup: Cgroup | undefined;
  #control: ContainerControl | undefined;
  #init: InitConnection | undefined;
  #link: SandboxLink | undefined;
  #started: Promise<void> | undefined;
  #destroyed: Promise<void> | undefined;
  #outOfMemoryKills = 0;
  /** Its processes are ended by the harness itself, one or all: no end of theirs is looked into. */
  #killing = false;
  #maxMemoryMb: number | undefined;
  #cpuBeforeMs = 0;

  constructor(options: DockerSandboxOptions) {
    this.#options = options;
    this.extensions = options.extensions;
    this.listenAt = options.listenAt;
  }

  /** Resolves when the first process has said hello, not when the engine has: its call returns later. */
  async start(link: SandboxLink): Promise<SandboxStart> {
    const { engine, control, clock, cgroup, container, events } = this.#options;
    const expected = control.expect();
    try {
      const beganAtMs = clock.nowMs();
      this.#creation = createContainer(engine, container(expected.token));
      const created = await this.#creation;
      this.#container = created;
      const createdAtMs = clock.nowMs();
      if (this.#destroyed !== undefined) {
        throw new Error("start: expected a sandbox that is wanted, got one that was ended meanwhile");
      }
      this.#started = engine.soon(created.start());
      const failed = this.#started.then(() => new Promise<never>(() => {}));
      const init = await resultInTime(Promise.race([expected.connection, failed]), startLimitMs);
      if (init === undefined) {
        throw new Error(
          `expected the first process of a sandbox to answer within ${startLimitMs / 1000} s, got nothing`,
        );
      }
      this.#init = init;
      this.#link = link;
      this.#cgroup = cgroup(created.id);
      // What the engine's own programs took in there to make the container: tens of milliseconds, and none of the function's.
      this.#cpuBeforeMs = this.#cgroup?.cpuMs() ?? 0;
      this.#control = new ContainerControl(engine, created, this.#cgroup);
      const startedAtMs = Math.min(init.startedAtMs, events?.startedAtMs(created.id) ?? Infinity);
      const untilStartMs = Math.max(0, startedAtMs - createdAtMs);
      const provisionMs = createdAtMs - beganAtMs + untilStartMs;
      return { startedAtMs, provisionMs, initStart: events && "engine" };
    } catch (error) {
      expected.forget();
      throw error;
    }
  }

  async launch(role: ProcessRole): Promise<SandboxProcess> {
    const init = this.#init;
    const link = this.#link;
    if (init === undefined || link === undefined || this.#destroyed !== undefined) {
      throw new Error(
        `launch: expected a started sandbox, got ${init === undefined ? "a new" : "an ended"} one`,
      );
    }
    const request = this.#options.request(role, link.runtimeApi);
    const launched = await init.launch(request, (source, chunk) => link.onOutput(role, source, chunk));
    const exited =
      launched.errno === 0
        ? launched.exited.then((exit) => this.#exitOf(exit))
        : Promise.resolve(launchFailure(launched.errno, request.command));
    return {
      startedAtMs: launched.startedAtMs,
      launchMs: launched.launchMs,
      exited,
      signal: (signal) => {
        this.#killing ||= signal === "SIGKILL";
        init.signal(launched.id, signal);
      },
    };
  }

  /** The peaks of processes go with them: the largest that was seen stays. */
  resources(): ResourceUse {
    // What memory has ended by now was a child of somebody's, or is on record: a later end has reasons of its own.
    this.#outOfMemoryKills = Math.max(this.#outOfMemoryKills, this.#kills());
    const cgroup = this.#cgroup;
    if (cgroup === undefined) {
      return {};
    }
    const use = cgroup.use();
    const seen = [this.#maxMemoryMb, use.maxMemoryMb].filter((megabytes) => megabytes !== undefined);
    this.#maxMemoryMb = seen.length === 0 ? undefined : Math.max(...seen);
    const cpuMs = use.cpuMs === undefined ? undefined : use.cpuMs - this.#cpuBeforeMs;
    return { ...use, cpuMs, maxMemoryMb: this.#maxMemoryMb, outOfMemoryKills: this.#outOfMemoryKills };
  }

  async limitCpu(): Promise<void> {
    const { cpu, onCpuShare } = this.#options;
    if (cpu !== undefined && this.#control !== undefined) {
      onCpuShare(await this.#control.limitCpu(cpu));
    }
  }

  async freeze(frozen: boolean): Promise<void> {
    if (this.#options.freeze) {
      await this.#control?.freeze(frozen);
    }
  }

  connect(port: number): Relay {
    if (this.#init === undefined) {
      throw new Error("connect: expected a started sandbox, got a new one");
    }
    return this.#init.connect(port);
  }

  async lost(): Promise<Error | undefined> {
    const { lossOf } = this.#options;
    const { ended } = this.#init ?? {};
    return this.#container === undefined || ended === undefined || this.#destroyed !== undefined
      ? undefined
      : lossOf(this.#container, ended);
  }

  /** @throws Error when the sandbox does not do what it is told. */
  async reset(): Promise<void> {
    this.#killing = true;
    if (this.#init !== undefined && !(await inTime(this.#init.reset(), resetLimitMs))) {
      throw new Error("expected the sandbox to be emptied, got no answer from its first process");
    }
    this.#killing = false;
  }

  destroy(): Promise<void> {
    this.#destroyed ??= this.#end();
    return this.#destroyed;
  }

  /** Ends everything in it at once; `destroy` still has to be called. */
  kill(): void {
    this.#killing = true;
    this.#init?.close();
  }

  // The engine is told later, and of many at once: that takes a part of the time, and none of it lies in a phase.
  async #end(): Promise<void> {
    // It may be under way: what the engine makes after all has to be removed, too.
    const container = await this.#creation?.catch(() => undefined);
    if (container === undefined) {
      await this.#options.onEnded({ remove: () => Promise.resolve() });
      return;
    }
    await this.#started?.catch(() => {});
    // What is measured is over. Ending a function at a part of a core takes longer than starting it, and nobody learns from it.
    this.#control?.releaseCpu();
    await this.#askCost();
    this.#killing = true;
    const emptied = await inTime(Promise.resolve(this.#init?.reset()), endLimitMs);
    if (!emptied) {
      // Paused by somebody, or cut off from us: nothing says that the function does not go on.
      await this.#remove(container);
    }
    await this.#options.onEnded({ remove: () => (emptied ? this.#remove(container) : Promise.resolve()) });
  }

  async #remove(container: Container): Promise<void> {
    const { engine } = this.#options;
    const stopped = engine.soon(container.wait()).catch(() => {});
    if (this.#init === undefined) {
      await engine.soon(container.kill()).catch(() => {});
    } else {
      this.#init.close();
    }
    await inTime(stopped, endLimitMs);
    await removeContainer(engine, container.id);
  }

  /** When every phase is over. Where the line has ended there is no answer, and at once. */
  async #askCost(): Promise<void> {
    const cost = await resultInTime(this.#cost(), costLimitMs);
    if (cost !== undefined) {
      this.#options.onCost(cost);
    }
  }

  /** Asked twice: the function may have used its share up, and then the first answer waits for the next period. */
  async #cost(): Promise<InitCost | undefined> {
    await this.#init?.cost();
    return this.#init?.cost();
  }

  async #exitOf(exit: InitExit): Promise<ProcessExit> {
    const killed = exit.signal === "SIGKILL";
    const before = this.#outOfMemoryKills;
    if (killed && this.#options.events !== undefined) {
      await this.#untilToldOf(before);
    }
    const kills = killed ? this.#kills() : before;
    const outOfMemory = kills > before;
    this.#outOfMemoryKills = Math.max(this.#outOfMemoryKills, kills);
    if (outOfMemory) {
      // The kernel gives up the page cache before it kills: what it counted at most was the processes' own.
      this.#maxMemoryMb = this.#cgroup?.use().peakWithCacheMb ?? this.#maxMemoryMb;
    }
    return { ...exit, outOfMemory };
  }

  /** An engine elsewhere tells of it when it has heard itself: a moment later than the first process. */
  async #untilToldOf(before: number): Promise<void> {
    const { clock } = this.#options;
    const untilMs = clock.nowMs() + outOfMemoryEventMs;
    while (!this.#killing && this.#kills() === before && clock.nowMs() < untilMs) {
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
  }

  /** How often memory has run out so far, as far as that is known here. */
  #kills(): number {
    const { events } = this.#options;
    return events?.outOfMemory(this.#container?.id ?? "") ?? this.#cgroup?.outOfMemoryKills() ?? 0;
  }
}
