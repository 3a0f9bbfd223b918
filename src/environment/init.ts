import type { InitPhase } from "../report-lines/platform-event.ts";
import { maxExtensions } from "../runtime-api/extensions/registry.ts";
import { failureOfInit } from "../runtime-api/failure.ts";
import type { InitEnd } from "../runtime-api/invocation.ts";
import { exitFailure, timeoutFailure, tooManyExtensionsFailure } from "./exit-reason.ts";
import { sayInitEnd, sayInitStart, sayRuntimeReady } from "./init-events.ts";
import type { FailedInit, InitOutcome } from "./init-outcome.ts";
import type { EnvironmentParts } from "./parts.ts";
import type { Waited } from "./processes.ts";
import type { ProcessRole, SandboxProcess } from "./sandbox.ts";

/** What an init goes by. */
export interface InitConditions {
  readonly phase: InitPhase;
  readonly limitMs: number;
  /** Where the sandbox's own first process, or the invocation that init stands in, began it; else its first process does. */
  readonly startedAtMs: number | undefined;
}

/**
 * Starts the extensions, then, when all of them have registered, the runtime, and waits until it and they have asked for
 * their first event. What failed is left as it is: the caller resets the environment.
 */
export async function initialise(parts: EnvironmentParts, conditions: InitConditions): Promise<InitOutcome> {
  const init = new Init(parts, conditions);
  const outcome = await init.run();
  sayInitEnd(parts, conditions.phase, outcome, init.runtimeReady);
  return outcome;
}

class Init {
  readonly #parts: EnvironmentParts;
  readonly #conditions: InitConditions;
  readonly #extensions = new Map<string, SandboxProcess>();
  /** The runtime has come through its own init. */
  runtimeReady = false;
  #first: SandboxProcess | undefined;
  #startedAtMs: number | undefined;

  constructor(parts: EnvironmentParts, conditions: InitConditions) {
    this.#parts = parts;
    this.#conditions = conditions;
    this.#startedAtMs = conditions.startedAtMs;
  }

  async run(): Promise<InitOutcome> {
    const { api, sandbox } = this.#parts;
    const names = sandbox.extensions ?? [];
    for (const name of names.slice(0, maxExtensions)) {
      this.#extensions.set(name, await this.#launch({ kind: "extension", name }));
    }
    if (names.length > maxExtensions) {
      for (const name of names.slice(maxExtensions)) {
        api.extensions.named(name)?.failLaunch("TooManyExtensions");
      }
      return this.#failed("error", this.#parts.clock.nowMs(), tooManyExtensionsFailure);
    }
    if (names.length > 0) {
      const registered = await this.#wait(api.extensions.registered);
      if (registered.kind !== "done") {
        return this.#cut(registered);
      }
    }
    await this.#launch({ kind: "runtime" });
    const runtime = await this.#wait(api.initEnd);
    return runtime.kind === "done" ? this.#runtimeDone(runtime.value) : this.#cut(runtime);
  }

  async #launch(role: ProcessRole): Promise<SandboxProcess> {
    const process = await this.#parts.processes.launch(role);
    if (this.#first === undefined) {
      this.#first = process;
      this.#startedAtMs ??= process.startedAtMs;
      sayInitStart(this.#parts, this.#conditions.phase, this.#startedAtMs);
    }
    return process;
  }

  async #runtimeDone(end: InitEnd): Promise<InitOutcome> {
    if (end.kind === "init-error") {
      return this.#failed("error", end.atMs, () => failureOfInit(end.post));
    }
    this.runtimeReady = true;
    sayRuntimeReady(this.#parts, this.#conditions.phase, end.atMs);
    const { extensions } = this.#parts.api;
    if (extensions.all.length === 0) {
      return this.#ready(end, end.atMs);
    }
    const ready = await this.#wait(extensions.allReady());
    if (ready.kind !== "done") {
      return this.#cut(ready);
    }
    const times = extensions.all.map(({ firstNextAtMs }) => firstNextAtMs ?? end.atMs);
    return this.#ready(end, Math.max(end.atMs, ...times));
  }

  #wait<T>(work: Promise<T>): Promise<Waited<T>> {
    const { processes, clock } = this.#parts;
    return processes.wait(work, this.#conditions.limitMs - (clock.nowMs() - this.#began));
  }

  get #began(): number {
    return this.#startedAtMs ?? this.#parts.clock.nowMs();
  }

  #ready(end: InitEnd, endedAtMs: number): InitOutcome {
    return {
      kind: "ready",
      startedAtMs: this.#began,
      endedAtMs,
      firstLaunchMs: this.#first?.launchMs ?? 0,
      extensionInitMs: this.#extensionInit(),
      waitsForRestore: end.kind === "restore-ready",
    };
  }

  #extensionInit(): Readonly<Record<string, number>> | undefined {
    const { extensions } = this.#parts.api;
    const entries = [...this.#extensions].flatMap(([name, { startedAtMs }]) => {
      const readyAtMs = extensions.named(name)?.firstNextAtMs;
      return readyAtMs === undefined ? [] : [[name, readyAtMs - startedAtMs] as const];
    });
    return entries.length === 0 ? undefined : Object.fromEntries(entries);
  }

  #cut(waited: Exclude<Waited<unknown>, { kind: "done" }>): FailedInit {
    const { api, emulation } = this.#parts;
    const { limitMs } = this.#conditions;
    if (waited.kind === "timed-out") {
      return this.#failed("timeout", this.#began + limitMs, (id) => timeoutFailure(limitMs, id, emulation));
    }
    const { role, exit } = waited;
    const extension = role.kind === "extension" ? api.extensions.named(role.name) : undefined;
    if (exit.launchError !== undefined) {
      extension?.failLaunch(exit.launchDenied ? "PermissionDenied" : "UnknownError");
    }
    const failed = this.#failed("error", waited.atMs, exitFailure(waited, this.#parts));
    return exit.outOfMemory ? { ...failed, outOfMemory: true } : failed;
  }

  #failed(reason: FailedInit["reason"], endedAtMs: number, failure: FailedInit["failure"]): FailedInit {
    return {
      kind: "failed",
      startedAtMs: this.#began,
      endedAtMs,
      firstLaunchMs: this.#first?.launchMs ?? 0,
      reason,
      failure,
    };
  }
}
