import { setTimeout as sleep } from "node:timers/promises";
import type { ColdMethod, Observation } from "../../samples/sample.ts";
import type { Answer, TargetEnvironment } from "../target.ts";
import type { ColdCopy } from "./cold-copies.ts";
import { failedAttempt, waitBefore } from "./failed-attempt.ts";
import { findLog } from "./find-log.ts";
import { readFunction } from "./function-state.ts";
import type { InvocationWay, Reply } from "./invocation.ts";
import { type InvocationLog, lastRequestId, linesOfTail, readInvocationLog } from "./invocation-log.ts";
import { observe } from "./observe.ts";
import type { LogLine } from "./platform-lines.ts";

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
  /** `isTakenAgain`: it was not what it was meant to be, and most likely another is asked for in its place. */
  readonly release: (isTakenAgain: boolean) => void;
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
  #isContaminated = false;

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
    const { mayHaveExtensions } = this.#options;
    const { method } = this;
    const leastWayMs = copy.way.ms;
    const seen = { ...reply, cold: isCold, method, tail, log, mayHaveExtensions, leastWayMs };
    const observation = observe(seen);
    this.#isContaminated ||= observation.status === "contaminated";
    if (!isCold && observation.status === "ok" && observation.unattributedMs !== undefined) {
      copy.way.add(observation.unattributedMs);
    }
    return {
      observation: { ...observation, copy: copy.index, requestId: reply.requestId },
      body: reply.document ?? reply.payload,
      requestId: reply.requestId,
    };
  }

  log(): string {
    return this.#log;
  }

  async stop(): Promise<void> {
    if (!this.#stopped) {
      this.#stopped = true;
      this.#options.release(this.#isContaminated);
    }
  }

  /** One attempt that counts; again only where the function has certainly not run. */
  async #send(payload: Uint8Array, tail: boolean): Promise<Reply | { readonly failed: Observation }> {
    const { way, cold, signal, timeoutMs } = this.#options;
    const { copy, version } = cold;
    for (let tries = 1; ; tries++) {
      await this.#freshen();
      if (this.#invocations === 1) {
        await cold.together?.(signal);
      }
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
    const { cold, way, signal } = this.#options;
    const { copy } = cold;
    const { clock } = copy.region;
    if (way.freshen !== undefined) {
      await way.freshen(copy, signal);
    } else if (copy.line.usedMs === undefined || clock.nowMs() - copy.line.usedMs > freshMs) {
      await readFunction(copy, signal);
    }
  }

  async #logOf({ requestId, logResult }: Reply, invokedAtMs: number): Promise<InvocationLog | undefined> {
    const { cold, signal } = this.#options;
    const { region, name: functionName } = cold.copy;
    const isCold = this.#invocations === 1;
    const { lines, whole } = linesOfTail(logResult ?? "");
    const log = this.#readTail(lines, requestId);
    this.#keep(lines.map(({ text }) => text).join("\n"));
    if (log.report !== undefined && (!isCold || whole || tellsInit(log))) {
      return log;
    }
    const found = await findLog({ region, functionName, requestId, cold: isCold, invokedAtMs, signal });
    return found ?? log;
  }

  /** What stands in for AWS may call an invocation by another name in its log; the tail is this invocation's in any case. */
  #readTail(lines: readonly LogLine[], requestId: string): InvocationLog {
    const log = readInvocationLog(lines, requestId);
    const other = log.report === undefined ? lastRequestId(lines) : undefined;
    return this.#options.cold.copy.region.endpoint === undefined || other === undefined
      ? log
      : readInvocationLog(lines, other);
  }

  /** The last that the function wrote, as much as a screen can show. */
  #keep(text: string): void {
    this.#log = `${this.#log}${text}`.slice(-65_536);
  }
}

/** In text REPORT tells all that there is of an init; the JSON format has more, in lines before it. */
function tellsInit({ report, beganCold, isJson }: InvocationLog): boolean {
  return beganCold || (!isJson && (report?.initMs !== undefined || report?.restoreMs !== undefined));
}
