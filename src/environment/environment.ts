import type { Failure } from "../runtime-api/failure.ts";
import { type RuntimeApi, startRuntimeApi } from "../runtime-api/runtime-api.ts";
import type { ColdMethod, SampleStatus } from "../samples/sample.ts";
import type { Clock } from "../shared/clock.ts";
import { exitFailure } from "./exit-reason.ts";
import { type InitOutcome, initialise } from "./init.ts";
import { withLastWords } from "./last-words.ts";
import { newInvocation } from "./new-invocation.ts";
import { type EarlyPhases, observeNothing } from "./observation.ts";
import { RuntimeProcess } from "./runtime-process.ts";
import type { Sandbox } from "./sandbox.ts";
import { type LocalAnswer, serve } from "./serve.ts";

/** Lambda's limit for the init of an on-demand environment, extensions included. */
const lambdaInitLimitMs = 10_000;

/** What one environment is made of. */
export interface EnvironmentOptions {
  /** Not yet started; the environment starts and destroys it. */
  readonly sandbox: Sandbox;
  /** The clock that the sandbox stamps by. */
  readonly clock: Clock;
  readonly functionArn: string;
  /** The function's timeout, over the whole of an invocation. */
  readonly timeoutSeconds: number;
  /** Default: Lambda's 10 s. */
  readonly initLimitMs?: number | undefined;
}

/** A live local environment; serves one invocation at a time. */
export interface LocalEnvironment extends AsyncDisposable {
  readonly method: ColdMethod;
  /** True until an invocation has reported the environment's end: a failed init or a lost runtime is reported once. */
  readonly alive: boolean;
  /**
   * Resolves when the runtime has asked for the next event, or has failed. The first observation also holds the phases
   * of the cold start. Throws when the environment is not alive or still serves another invocation.
   */
  invoke(payload: Uint8Array): Promise<LocalAnswer>;
  log(): string;
  /** Ends it as Lambda ends one without extensions: SIGKILL, no warning. Never throws; may be called again. */
  stop(): Promise<void>;
}

/**
 * Opens a Runtime API, starts the sandbox against it and waits for the end of init, successful or not.
 * Rejects only when the sandbox or the listener itself failed; then nothing is left behind.
 */
export async function startEnvironment(options: EnvironmentOptions): Promise<LocalEnvironment> {
  const { sandbox, clock } = options;
  const beganAtMs = clock.nowMs();
  const api = await startRuntimeApi(clock);
  const listenerMs = clock.nowMs() - beganAtMs;
  const runtime = new RuntimeProcess(sandbox, api, clock);
  const limitMs = options.initLimitMs ?? lambdaInitLimitMs;
  try {
    const init = await initialise({ sandbox, api, runtime, clock, limitMs, listenerMs });
    return new RunningEnvironment(options, api, runtime, init);
  } catch (error) {
    await Promise.allSettled([sandbox.destroy(), api.close()]);
    throw error;
  }
}

class RunningEnvironment implements LocalEnvironment {
  readonly #options: EnvironmentOptions;
  readonly #timeoutMs: number;
  readonly #api: RuntimeApi;
  readonly #runtime: RuntimeProcess;
  /** Until the first invocation has reported it. */
  #init: InitOutcome | undefined;
  #alive = true;
  #busy = false;
  #stopped: Promise<void> | undefined;

  constructor(options: EnvironmentOptions, api: RuntimeApi, runtime: RuntimeProcess, init: InitOutcome) {
    this.#options = options;
    this.#timeoutMs = options.timeoutSeconds * 1000;
    this.#api = api;
    this.#runtime = runtime;
    this.#init = init;
  }

  get method(): ColdMethod {
    return this.#options.sandbox.method;
  }

  get alive(): boolean {
    return this.#alive;
  }

  async invoke(payload: Uint8Array): Promise<LocalAnswer> {
    if (!this.#alive || this.#busy) {
      throw new Error(`invoke: expected a free environment, got ${this.#alive ? "a busy" : "an ended"} one`);
    }
    this.#busy = true;
    try {
      const answer = await this.#serve(payload);
      const { error } = answer.observation;
      if (error === undefined || this.#alive) {
        return answer;
      }
      const told = await withLastWords(error, this.#options.sandbox);
      return { ...answer, observation: { ...answer.observation, error: told } };
    } finally {
      this.#busy = false;
    }
  }

  log(): string {
    return this.#options.sandbox.log();
  }

  stop(): Promise<void> {
    this.#alive = false;
    this.#stopped ??= Promise.allSettled([this.#options.sandbox.destroy()])
      .then(() => this.#api.close())
      .catch(() => {});
    return this.#stopped;
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.stop();
  }

  async #serve(payload: Uint8Array): Promise<LocalAnswer> {
    const { functionArn, clock, sandbox } = this.#options;
    const init = this.#init;
    this.#init = undefined;
    const invocation = newInvocation(payload, functionArn, this.#timeoutMs, clock.date());
    if (init?.kind === "failed") {
      return this.#refuse(
        invocation.requestId,
        "init-error",
        init.failed.failure(invocation.requestId),
        init.failed.phases,
      );
    }
    if (this.#runtime.exit !== undefined) {
      const failure = exitFailure(this.#runtime.exit, invocation.requestId);
      return this.#refuse(invocation.requestId, "crash", failure, {
        provisionMs: init?.cold.provisionMs,
        initMs: init?.cold.initMs,
      });
    }
    const parts = { sandbox, clock, api: this.#api, runtime: this.#runtime, timeoutMs: this.#timeoutMs };
    const served = await serve(parts, invocation, init?.cold);
    this.#alive &&= served.alive;
    return served.answer;
  }

  #refuse(requestId: string, status: SampleStatus, failure: Failure, phases: EarlyPhases): LocalAnswer {
    this.#alive = false;
    return { observation: observeNothing(status, failure, phases), body: failure.document, requestId };
  }
}
