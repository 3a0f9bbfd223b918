import type { ShutdownReason } from "../runtime-api/extensions/extension-event.ts";
import type { FunctionFacts } from "../runtime-api/function-facts.ts";
import { type RuntimeApi, startRuntimeApi } from "../runtime-api/runtime-api.ts";
import type { SnapStart } from "../runtime-api/snap-start.ts";
import type { LogFormat } from "../runtime-api/telemetry/event-form.ts";
import type { ColdMethod, Observation } from "../samples/sample.ts";
import type { Clock } from "../shared/clock.ts";
import { defaultEmulation, type Emulation } from "./emulation.ts";
import { type InitOutcome, initialise } from "./init.ts";
import { withLastWords } from "./last-words.ts";
import { newInvocation } from "./new-invocation.ts";
import type { ColdPhases } from "./observation.ts";
import { EnvironmentOutput } from "./output.ts";
import type { EnvironmentParts } from "./parts.ts";
import { PlatformLog } from "./platform-log.ts";
import { Processes } from "./processes.ts";
import { restore } from "./restore.ts";
import type { Sandbox } from "./sandbox.ts";
import type { LocalAnswer, Served } from "./serve.ts";
import { type Standing, serveStanding } from "./serve-standing.ts";
import { shutDown } from "./shut-down.ts";

/** Lambda's limit for the init of an on-demand environment, extensions included. */
const onDemandInitLimitMs = 10_000;
/** Lambda's limit for an init that ends in a snapshot, where the function's timeout is not longer. */
const snapshotInitLimitMs = 130_000;

/** When an environment is replaced though nothing is wrong with it. Milliseconds; absent: never. */
export interface RecycleLimits {
  readonly lifetimeMs?: number | undefined;
  readonly idleMs?: number | undefined;
}

/** What one environment is made of. */
export interface EnvironmentOptions {
  /** Not yet started; the environment starts and destroys it. */
  readonly sandbox: Sandbox;
  /** The clock that the sandbox stamps by. */
  readonly clock: Clock;
  readonly functionArn: string;
  readonly facts: FunctionFacts;
  readonly memoryMb: number;
  /** The function's timeout, over the whole of an invocation. */
  readonly timeoutSeconds: number;
  /** Default: Lambda's 10 s; for a snapshot 130 s, or the function's timeout where that is longer. */
  readonly initLimitMs?: number | undefined;
  readonly logFormat?: LogFormat | undefined;
  /** Given where the initialization type is `snap-start`. */
  readonly snapStart?: SnapStart | undefined;
  readonly emulation?: Partial<Emulation> | undefined;
  readonly recycle?: RecycleLimits | undefined;
}

/** A live local environment; serves one invocation at a time. */
export interface LocalEnvironment extends AsyncDisposable {
  readonly method: ColdMethod;
  /** True while another invocation can be served. A timeout or a crash resets an environment; it lives on. */
  readonly alive: boolean;
  /** True when it is not alive because it has reached its lifetime or its idle limit. */
  readonly recycled: boolean;
  /**
   * Resolves when the runtime and the extensions have asked for the next event, or have failed. The first observation also
   * holds the phases of the cold start. Throws when the environment is not alive or still serves another invocation.
   */
  invoke(payload: Uint8Array): Promise<LocalAnswer>;
  log(): string;
  /** Ends it as Lambda does: SIGKILL at once, or in order where there are extensions. Never throws; may be called again. */
  stop(): Promise<void>;
}

/**
 * Opens a Runtime API, starts the sandbox and its processes against it and waits for the end of init, successful or not.
 * Rejects only when the sandbox or the listener itself failed; then nothing is left behind.
 */
export async function startEnvironment(options: EnvironmentOptions): Promise<LocalEnvironment> {
  const { sandbox, clock, facts, logFormat, snapStart } = options;
  const beganAtMs = clock.nowMs();
  const connect = (port: number) => sandbox.connect(port);
  const { extensions } = sandbox;
  const api = await startRuntimeApi({ clock, facts, extensions, connect, logFormat, snapStart });
  const listenerMs = clock.nowMs() - beganAtMs;
  try {
    const environment = new RunningEnvironment(options, api);
    await environment.begin(listenerMs);
    return environment;
  } catch (error) {
    await Promise.allSettled([sandbox.destroy(), api.close()]);
    throw error;
  }
}

class RunningEnvironment implements LocalEnvironment {
  readonly #options: EnvironmentOptions;
  readonly #api: RuntimeApi;
  readonly #parts: EnvironmentParts;
  readonly #output: EnvironmentOutput;
  #standing: Standing = { kind: "ready", cold: undefined };
  #bornAtMs = 0;
  #servedAtMs = 0;
  #ended = false;
  #busy = false;
  #stopped: Promise<void> | undefined;

  constructor(options: EnvironmentOptions, api: RuntimeApi) {
    const { sandbox, clock, facts, memoryMb, snapStart } = options;
    this.#options = options;
    this.#api = api;
    this.#output = new EnvironmentOutput(api.telemetry, clock);
    this.#parts = {
      sandbox,
      api,
      clock,
      processes: new Processes(sandbox, api, clock),
      platform: new PlatformLog(api.telemetry, clock),
      emulation: { ...defaultEmulation, ...options.emulation },
      functionName: facts.functionName,
      functionVersion: facts.functionVersion,
      memoryMb,
      timeoutMs: options.timeoutSeconds * 1000,
      snapStart: snapStart !== undefined,
    };
  }

  get method(): ColdMethod {
    return this.#options.sandbox.method;
  }

  get alive(): boolean {
    return !this.#ended && !this.#isDue();
  }

  get recycled(): boolean {
    return !this.#ended && this.#isDue();
  }

  /** Starts the sandbox and its processes. */
  async begin(listenerMs: number): Promise<void> {
    const { sandbox, clock, timeoutMs } = this.#parts;
    const start = await sandbox.start({
      runtimeApi: this.#api.address,
      onOutput: (role, source, chunk) => this.#output.take(role, source, chunk),
    });
    const snapshotLimitMs = Math.max(snapshotInitLimitMs, timeoutMs);
    const limitMs =
      this.#options.initLimitMs ?? (this.#parts.snapStart ? snapshotLimitMs : onDemandInitLimitMs);
    const phase = this.#parts.snapStart ? "snap-start" : "init";
    const init = await initialise(this.#parts, { phase, limitMs, startedAtMs: start.startedAtMs });
    const launchMs = start.startedAtMs === undefined ? init.firstLaunchMs : 0;
    await this.#begun(init, listenerMs + start.provisionMs + launchMs);
    this.#bornAtMs = init.startedAtMs;
    this.#servedAtMs = clock.nowMs();
  }

  async invoke(payload: Uint8Array): Promise<LocalAnswer> {
    if (!this.alive || this.#busy) {
      throw new Error(`invoke: expected a free environment, got ${this.alive ? "a busy" : "an ended"} one`);
    }
    this.#busy = true;
    try {
      const { clock, platform, timeoutMs } = this.#parts;
      const invocation = newInvocation(payload, this.#options.functionArn, timeoutMs, clock.date());
      const standing = this.#standing;
      this.#standing = { kind: "ready", cold: undefined };
      const served = await serveStanding(this.#parts, invocation, standing);
      this.#ended ||= standing.kind === "lost";
      const observation = await this.#settle(served);
      this.#servedAtMs = clock.nowMs();
      return { observation, body: served.body, requestId: invocation.requestId, events: platform.take() };
    } finally {
      this.#busy = false;
    }
  }

  log(): string {
    return this.#output.log();
  }

  stop(): Promise<void> {
    this.#ended = true;
    this.#stopped ??= this.#end();
    return this.#stopped;
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.stop();
  }

  async #begun(init: InitOutcome, provisionMs: number): Promise<void> {
    const { cpuMs: cpuInitMs } = this.#parts.sandbox.resources();
    const lastedMs = init.endedAtMs - init.startedAtMs;
    if (init.kind === "failed") {
      this.#standing = { kind: "reset", cold: { provisionMs, failedInitMs: lastedMs, cpuInitMs } };
      await this.#reset(init.reason);
      return;
    }
    const { extensionInitMs, endedAtMs } = init;
    const cold = { provisionMs, initMs: lastedMs, extensionInitMs, cpuInitMs, endedAtMs };
    this.#standing = { kind: "ready", cold };
    if (init.waitsForRestore) {
      await this.#restore(cold);
    }
  }

  async #restore(cold: ColdPhases): Promise<void> {
    const outcome = await restore(this.#parts);
    const restoreMs = outcome.endedAtMs - outcome.startedAtMs;
    if (outcome.kind === "ready") {
      this.#standing = { kind: "ready", cold: { ...cold, restoreMs, endedAtMs: outcome.endedAtMs } };
    } else {
      this.#standing = { kind: "lost", restore: outcome, cold: { ...cold, restoreMs } };
    }
  }

  /** After an invocation: the environment is reset where it did not come through. */
  async #settle({ observation, broken }: Served): Promise<Observation> {
    if (broken === undefined) {
      return observation;
    }
    const told = observation.error && (await withLastWords(observation.error, () => this.log()));
    if (!this.#ended) {
      this.#standing = { kind: "reset", cold: undefined };
      await this.#reset(broken);
    }
    return { ...observation, error: told };
  }

  /** Ends the processes, in order where there are extensions; /tmp stays, and so does the address of the API. */
  async #reset(why: "timeout" | "error"): Promise<void> {
    const { sandbox, processes } = this.#parts;
    await this.#shutDown(why === "timeout" ? "TIMEOUT" : "FAILURE");
    await sandbox.reset();
    this.#output.end();
    processes.forget();
    this.#api.reset();
  }

  async #end(): Promise<void> {
    await this.#shutDown("SPINDOWN");
    await Promise.allSettled([this.#options.sandbox.destroy()]);
    this.#output.end();
    await this.#api.close().catch(() => {});
  }

  async #shutDown(reason: ShutdownReason): Promise<void> {
    await shutDown(this.#parts, reason).catch(() => {});
  }

  #isDue(): boolean {
    const { lifetimeMs, idleMs } = this.#options.recycle ?? {};
    const nowMs = this.#options.clock.nowMs();
    return (
      (lifetimeMs !== undefined && nowMs - this.#bornAtMs > lifetimeMs) ||
      (idleMs !== undefined && nowMs - this.#servedAtMs > idleMs)
    );
  }
}
