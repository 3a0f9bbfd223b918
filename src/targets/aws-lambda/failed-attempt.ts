import type { Observation } from "../../samples/sample.ts";
import { failureOf, nameOf, retryAfterMs } from "./aws-error.ts";
import { unavailable } from "./call-errors.ts";

/** How long to wait before the next try; undefined where the function may have run, or never will. */
export function waitBefore(error: unknown, tries: number, deniedCount: number): number | undefined {
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
export function failedAttempt(error: unknown, action: string, region: string): Observation {
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
