import { setTimeout as sleep } from "node:timers/promises";
import type { ColdMethod, Observation } from "../../samples/sample.ts";
import { TargetError } from "../../shared/errors.ts";
import type { Answer, TargetEnvironment } from "../target.ts";
import { failureOf, nameOf, retryAfterMs } from "./aws-error.ts";
import { unavailable } from "./call-errors.ts";
import type { ColdCopy } from "./cold-pool.ts";
import { findLog } from "./find-log.ts";
import { readFunction } from "./function-state.ts";
import type { InvocationWay, Reply } from "./invocation.ts";
import { type InvocationLog, linesOfTail, readInvocationLog } from "./invocation-log.ts";
import { observe } from "./observe.ts";

/** What an environment is made of. */
export interface LambdaEnvironmentOptions {
  readonly cold: ColdCopy;
  readonly method: ColdMethod;
  readonly way: InvocationWay;
  readonly mayHaveExtensions: boolean;
  /** Number among the environments of its variant and side: which of its warm calls go without the log's end. */
  readonly ordinal: number;
  /** The function's own limit: an answer that comes much later will not come. */
  readonly timeoutMs: number;
  readonly signal: AbortSignal;
  readonly release: () => void;
}

/** Asking for the log's end may delay an answer: one warm call in so many goes without. */
const tailEvery = 10;
/** A connection that nobody used for longer may have been closed at its other end, in milliseconds. */
const freshMs = 1000;
/** Beyond the function's limit: its init, and the way, in milliseconds. */
const graceMs = 60_000;
/** How often an invocation is tried that did not reach the function. */
const maxTries = 6;

/** An environment that is cold until its first invocation. */
export class LambdaEnvironment implements TargetEnvironment {
  readonly method: ColdMethod;
  readonly recycled = false;
  readonly #options: LambdaEnvironmentOptions;
  #invocations = 0;
  #log = "";
  #stopped = false;

  constructor(options: LambdaEnvironmentOptions) {
    this.#options = options;
    this.method = options.method;
  }

  get alive(): boolean {
    return !this.#stopped;
  }

  async invoke(payload: Uint8Array): Promise<Answer> {
    const { cold, ordinal, way } = this.#options;
    const { copy } = cold;
    const invocation = this.#invocations++;
    const isCold = invocation === 0;
    const tail = isCold || !way.givesTail || (ordinal + invocation) % tailEvery !== 0;
    const invokedAtMs = copy.region.clock.date().getTime();
    const reply = await this.#send(payload, tail);
    copy.lastInvokedMs = copy.region.clock.nowMs();
    copy.line.usedMs = copy.lastInvokedMs;
    copy.region.invokedMs = copy.lastInvokedMs;
    if ("failed" in reply) {
      return { observation: { ...reply.failed, copy: copy.index }, requestId: "" };
    }
    const log = tail ? await this.#logOf(reply, invokedAtMs) : undefined;
    if (tail && log?.report === undefined && reply.functionError === undefined) {
      throw new TargetError(`${reply.requestId}: expected a REPORT line in the log, got none`);
    }
    const { mayHaveExtensions } = this.#options;
    const observation = observe({ ...reply, cold: isCold, tail, log, mayHaveExtensions });
    return {
      observation: { ...observation, copy: copy.index, requestId: reply.requestId },
      body: reply.payload,
      requestId: reply.requestId,
    };
  }

  log(): string {
    return this.#log;
  }

  async stop(): Promise<void> {
    if (!this.#stopped) {
      this.#stopped = true;
      this.#options.release();
    }
  }

  /** One attempt that counts; again only where the function has certainly not run. */
  async #send(payload: Uint8Array, tail: boolean): Promise<Reply | { readonly failed: Observation }> {
    const { way, cold, signal, timeoutMs } = this.#options;
    const { copy, version } = cold;
    for (let tries = 1; ; tries++) {
      await this.#freshen();
      const limited = AbortSignal.any([signal, AbortSignal.timeout(timeoutMs + graceMs)]);
      try {
        return await way.send({ copy, version, payload, tail, signal: limited });
      } catch (error) {
        signal.throwIfAborted();
        const { deniedCount } = copy.region.patience;
        const waitMs = tries < maxTries ? waitBefore(error, tries, deniedCount) : undefined;
        if (waitMs === undefined) {
          return { failed: failedAttempt(error, way.action, copy.region.name) };
        }
        await sleep(waitMs, undefined, { signal }).catch(() => signal.throwIfAborted());
      }
    }
  }

  /** A round trip begins on an open connection: one that nobody used for a while is tried first. */
  async #freshen(): Promise<void> {
    const { copy } = this.#options.cold;
    const { clock } = copy.region;
    if (copy.line.usedMs === undefined || clock.nowMs() - copy.line.usedMs > freshMs) {
      await readFunction(copy, this.#options.signal);
    }
  }

  async #logOf({ requestId, logResult }: Reply, invokedAtMs: number): Promise<InvocationLog | undefined> {
    const { cold, signal } = this.#options;
    const { region, name: functionName } = cold.copy;
    if (logResult !== undefined) {
      const { lines, whole } = linesOfTail(logResult);
      const log = readInvocationLog(lines, requestId);
      this.#keep(lines.map(({ text }) => text).join("\n"));
      const { report, beganCold } = log;
      const isCold = this.#invocations === 1;
      const toldInit = beganCold || report?.initMs !== undefined || report?.restoreMs !== undefined;
      const lacksInit = isCold && !whole && !toldInit;
      if (report !== undefined && !lacksInit) {
        return log;
      }
    }
    return findLog({ region, functionName, requestId, invokedAtMs, signal });
  }

  /** The last that the function wrote, as much as a screen can show. */
  #keep(text: string): void {
    this.#log = `${this.#log}${text}`.slice(-65_536);
  }
}

/** How long to wait before the next try; undefined where the function may have run, or never will. */
function waitBefore(error: unknown, tries: number, deniedCount: number): number | undefined {
  const waitMs = Math.max(retryAfterMs(error) ?? 0, 100 * 2 ** tries);
  switch (failureOf(error)) {
    case "throttled":
    case "unreachable":
    case "conflict":
    case "not-ready":
      return waitMs;
    case "credentials":
    case "denied":
      return tries <= deniedCount ? waitMs : undefined;
    default:
      return undefined;
  }
}

/**
 * The sample of an invocation that came to nothing. Never AWS's own words, which may hold parts of the payload.
 * @throws UnavailableError where nothing can be invoked.
 */
function failedAttempt(error: unknown, action: string, region: string): Observation {
  const failure = failureOf(error);
  const name = nameOf(error);
  switch (failure) {
    case "throttled":
      return { status: "throttled", error: { type: name, message: "Lambda refused the invocation's rate" } };
    case "lost":
      return failed(name, "the connection was lost before the answer; the function may have run");
    case "service":
      return failed(name, "Lambda failed by its own fault; the function may have run");
    case "credentials":
    case "denied":
    case "unreachable":
      throw unavailable(error, failure, action, region) ?? error;
    case "conflict":
    case "not-ready":
    case "missing":
    case "refused":
      return failed(name, "Lambda did not accept the invocation");
    default:
      return failure satisfies never;
  }
}

function failed(type: string, message: string): Observation {
  return { status: "target-error", error: { type, message } };
}
