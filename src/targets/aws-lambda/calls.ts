import { setTimeout as sleep } from "node:timers/promises";
import type { Clock } from "../../shared/clock.ts";
import { UnavailableError } from "../../shared/errors.ts";
import { type FailureKind, failureOf, retryAfterMs } from "./aws-error.ts";
import { refusedCall, unavailable } from "./call-errors.ts";
import { Pace } from "./pace.ts";

/**
 * Lambda allows 100 GetFunction and, all together, 15 other calls of its control plane in a second and region.
 * Source: AWS Lambda Developer Guide, "Lambda quotas", API requests. A little less, for the way that calls take.
 * CloudWatch Logs allow 5 FilterLogEvents and 10 calls of others. Source: CloudWatch Logs User Guide, "CloudWatch Logs quotas".
 */
const rates = { control: 14.4, get: 90, logs: 4, logGroups: 9.8, other: 10 } as const;

/** How long calls are repeated. */
export interface Patience {
  /** While AWS refuses their rate, in milliseconds. */
  readonly throttledMs: number;
  /** While it does not answer, in milliseconds. */
  readonly silentMs: number;
  /** How often when it refuses credentials or permission: both may be renewed, and it takes AWS seconds to know. Other failures between do not count. */
  readonly deniedCount: number;
}

export const usualPatience: Patience = { throttledMs: 300_000, silentMs: 30_000, deniedCount: 5 };

/** One call. */
export interface Call<Result> {
  /** As policies write it: `lambda:CreateFunction`. */
  readonly action: string;
  readonly kind: keyof typeof rates;
  readonly signal: AbortSignal;
  /** One attempt. */
  readonly send: (signal: AbortSignal) => Promise<Result>;
  /** What must not be told though AWS's message may hold it. */
  readonly secrets?: readonly string[] | undefined;
}

/** Makes the calls to one region, each in its turn, and repeats those that may be repeated. */
export class Calls {
  readonly region: string;
  readonly #clock: Clock;
  readonly #patience: Patience;
  /** Actions that were not allowed, for all repeating: they are not repeated any more. */
  readonly #denied = new Set<string>();
  readonly #paces: Readonly<Record<keyof typeof rates, Pace>>;

  constructor(region: string, clock: Clock, patience: Patience = usualPatience) {
    this.region = region;
    this.#clock = clock;
    this.#patience = patience;
    const pace = (perSecond: number) => new Pace({ perSecond, clock });
    this.#paces = {
      control: pace(rates.control),
      get: pace(rates.get),
      logs: pace(rates.logs),
      logGroups: pace(rates.logGroups),
      other: pace(rates.other),
    };
  }

  /**
   * The call's result. Rejects with the signal's reason when it is aborted.
   * @throws UnavailableError when AWS does not take the credentials, does not allow the action, or does not answer; RefusedCall
   * when the call itself was not accepted.
   */
  async make<Result>(call: Call<Result>): Promise<Result> {
    const pace = this.#paces[call.kind];
    const startedMs = this.#clock.nowMs();
    let denials = 0;
    for (let attempt = 0; ; attempt++) {
      await pace.turn(call.signal);
      try {
        const result = await call.send(call.signal);
        pace.speedUp();
        this.#denied.delete(call.action);
        return result;
      } catch (error) {
        call.signal.throwIfAborted();
        const failure = failureOf(error);
        const isDenial = failure === "denied" || failure === "credentials";
        const earlier = this.#denied.has(call.action) ? Number.POSITIVE_INFINITY : denials;
        denials += isDenial ? 1 : 0;
        if (!isWorthRepeating(failure, this.#patience, earlier, this.#clock.nowMs() - startedMs)) {
          if (isDenial) {
            this.#denied.add(call.action);
          }
          throw this.#final(error, failure, call);
        }
        const waitMs = Math.max(retryAfterMs(error) ?? 0, backOffMs(attempt));
        if (failure === "throttled") {
          pace.slowDown();
        }
        await sleep(waitMs, undefined, { signal: call.signal }).catch(() => call.signal.throwIfAborted());
      }
    }
  }

  #final(error: unknown, failure: FailureKind, { action, secrets }: Call<unknown>): Error {
    return error instanceof UnavailableError
      ? error
      : (unavailable(error, failure, action, this.region) ??
          refusedCall(error, failure, action, secrets ?? []));
  }
}

function isWorthRepeating(
  failure: FailureKind,
  patience: Patience,
  denials: number,
  passedMs: number,
): boolean {
  switch (failure) {
    case "throttled":
      return passedMs < patience.throttledMs;
    case "unreachable":
    case "lost":
    case "service":
      return passedMs < patience.silentMs;
    case "credentials":
    case "denied":
      return denials < patience.deniedCount;
    case "conflict":
    case "not-ready":
    case "missing":
    case "refused":
      return false;
    default:
      return failure satisfies never;
  }
}

/** 100 ms, twice that, … 3.2 s. */
function backOffMs(attempt: number): number {
  return 100 * 2 ** Math.min(attempt, 5);
}
