import type { ShutdownReason } from "../runtime-api/extensions/extension-event.ts";
import type { FunctionFacts } from "../runtime-api/function-facts.ts";
import { type RuntimeApi, startRuntimeApi } from "../runtime-api/runtime-api.ts";
import type { SnapStart } from "../runtime-api/snap-start.ts";
import { lambdaStreamBandwidth } from "../runtime-api/stream-bandwidth.ts";
import type { LogFormat } from "../runtime-api/telemetry/event-form.ts";
import type { ColdMethod, Observation } from "../samples/sample.ts";
import type { Clock } from "../shared/clock.ts";
import { coldStart } from "./cold-start.ts";
import { defaultEmulation, type Emulation } from "./emulation.ts";
import { withLastWords } from "./last-words.ts";
import { Lifetime, type RecycleLimits } from "./lifetime.ts";
import { newInvocation } from "./new-invocation.ts";
import { EnvironmentOutput } from "./output.ts";
import type { EnvironmentParts } from "./parts.ts";
import { PlatformLog } from "./platform-log.ts";
import { Processes } from "./processes.ts";
import type { Sandbox } from "./sandbox.ts";
import type { LocalAnswer, Served } from "./serve.ts";
import { type Standing, serveStanding } from "./serve-standing.ts";
import { shutDown } from "./shut-down.ts";

/** A process elsewhere may hold a dead one's connections open, so there is an end to waiting. */
const disconnectLimitMs = 100;

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
   * holds the phases of the cold start. Throws when the environment was stopped or still serves another invocation, and the
   * sandbox's own error when that went away.
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
  const { sandbox, clock } = options;
  const emulation = { ...defaultEmulation, ...options.emulation };
  let api: RuntimeApi | undefined;
  try {
    const beganAtMs = clock.nowMs();
    api = await listen(options, emulation);
    const listenerMs = clock.nowMs() - beganAtMs;
    const environment = new RunningEnvironment(options, emulation, api);
    await environment.begin(listenerMs);
    return environment;
  } catch (error) {
    // Also one that was not started: something may have been laid ready for it.
    await Promise.allSettled([sandbox.destroy(), api?.close()]);
    throw error;
  }
}

function listen(options: EnvironmentOptions, emulation: Emulation): Promise<RuntimeApi> {
  const { sandbox, clock, facts, logFormat, snapStart } = options;
  return startRuntimeApi({
    clock,
    facts,
    extensions: sandbox.extensions,
    listenAt: sandbox.listenAt,
    connect: (port) => sandbox.connect(port),
    logFormat,
    snapStart,
    streamBandwidth: emulation.streamBandwidth ? lambdaStreamBandwidth : undefined,
  });
}

class RunningEnvironment implements LocalEnvironment {
  readonly #options: EnvironmentOptions;
  readonly #api: RuntimeApi;
  readonly #parts: EnvironmentParts;
  readonly #output: EnvironmentOutput;
  readonly #lifetime: Lifetime;
  #standing: Standing = { kind: "ready", cold: undefined, used: {} };
  #ended = false;
  #busy = false;
  #stopped: Promise<void> | undefined;

  constructor(options: EnvironmentOptions, emulation: Emulation, api: RuntimeApi) {
    const { sandbox, clock, facts, memoryMb, snapStart } = options;
    this.#options = options;
    this.#api = api;
    this.#output = new EnvironmentOutput(api.telemetry, clock);
    this.#lifetime = new Lifetime(options.recycle ?? {}, clock);
    this.#parts = {
      sandbox,
      api,
      clock,
      processes: new Processes(sandbox, api, clock),
      platform: new PlatformLog(api.telemetry, clock),
      emulation,
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
    return !this.#ended && !this.#lifetime.due;
  }

  get recycled(): boolean {
    return !this.#ended && this.#lifetime.due;
  }

  /** Starts the sandbox and its processes. */
  async begin(listenerMs: number): Promise<void> {
    const { initLimitMs } = this.#options;
    const { standing, broken } = await coldStart(this.#parts, {
      onOutput: (role, source, chunk) => this.#output.take(role, source, chunk),
      listenerMs,
      initLimitMs,
    });
    this.#standing = standing;
    if (broken !== undefined) {
      await this.#throwIfLost();
      await this.#reset(broken);
    }
  }

  async invoke(payload: Uint8Array): Promise<LocalAnswer> {
    // Not `alive`: a limit that has passed since the caller asked ends nothing that has been handed over.
    if (this.#ended || this.#busy) {
      throw new Error(`invoke: expected a free environment, got ${this.#ended ? "an ended" : "a busy"} one`);
    }
    this.#busy = true;
    try {
      const { clock, platform, sandbox, timeoutMs } = this.#parts;
      await sandbox.freeze?.(false);
      const invocation = newInvocation(payload, this.#options.functionArn, timeoutMs, clock.date());
      const served = await serveStanding(this.#parts, invocation, this.#standing);
      this.#standing = { kind: "ready", cold: undefined, used: served.used };
      this.#ended ||= served.lost === true;
      const observation = await this.#settle(served);
      await sandbox.freeze?.(true);
      this.#lifetime.use();
      const { body, xrayCause } = served;
      return { observation, body, requestId: invocation.requestId, xrayCause, events: platform.take() };
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

  /** After an invocation: the environment is reset where it did not come through. */
  async #settle({ observation, broken }: Served): Promise<Observation> {
    if (broken === undefined) {
      return observation;
    }
    await this.#throwIfLost();
    const error = observation.error && (await withLastWords(observation.error, () => this.log()));
    if (!this.#ended) {
      this.#standing = { kind: "reset", cold: undefined };
      await this.#reset(broken);
    }
    return { ...observation, error };
  }

  /** What looks like the end of a process was that of the whole sandbox, and none of the function's doing. */
  async #throwIfLost(): Promise<void> {
    const error = this.#ended ? undefined : await this.#options.sandbox.lost?.();
    if (error !== undefined) {
      this.#ended = true;
      throw error;
    }
  }

  /** Ends the processes, in order where there are extensions; /tmp stays, and so does the address of the API. */
  async #reset(why: "timeout" | "error"): Promise<void> {
    const { sandbox, processes } = this.#parts;
    await this.#shutDown(why === "timeout" ? "TIMEOUT" : "FAILURE");
    await sandbox.reset();
    // What the dead still said, on connections that the listener has not seen yet, belongs to their life and not to the next.
    await this.#api.disconnected(disconnectLimitMs);
    this.#output.end();
    processes.forget();
    this.#api.reset();
  }

  async #end(): Promise<void> {
    await this.#options.sandbox.freeze?.(false).catch(() => {});
    await this.#shutDown("SPINDOWN");
    await Promise.allSettled([this.#options.sandbox.destroy()]);
    this.#output.end();
    await this.#api.close().catch(() => {});
  }

  async #shutDown(reason: ShutdownReason): Promise<void> {
    await shutDown(this.#parts, reason).catch(() => {});
  }
}
