import type { SampleError } from "../../samples/sample.ts";
import type { InvocationLog } from "./invocation-log.ts";
import type { InvocationEnd } from "./invocation-status.ts";
import type { Seen } from "./seen.ts";

/**
 * How long an environment may have been ready before it was invoked, if it was made for that, in milliseconds. By the platform's own
 * times it is 1 to 4 ms; those of CloudWatch Logs are of when it took the lines.
 */
const leadLimitMs = { ownTimes: 100, otherTimes: 1000 } as const;
/** Reports are rounded, and clocks run at different speeds, in milliseconds. */
const toleranceMs = 1;

/** Why an invocation is not what it was meant to be; undefined where it is. */
export function contamination(seen: Seen, end: InvocationEnd): SampleError | undefined {
  const { cold, log } = seen;
  const { initMs, restoreMs } = log?.report ?? {};
  const isReported = initMs !== undefined || restoreMs !== undefined;
  if (!cold) {
    return isReported ? contaminated("a warm invocation was answered by a new environment") : undefined;
  }
  if (!isReported && failedInitOf(log) === undefined && !failedInCold(end, log)) {
    return contaminated("a cold start was forced, and an environment answered that was there before");
  }
  return otherStart(seen) ?? (wasAhead(seen) && !isInitAhead(seen) ? ahead : undefined);
}

const ahead = contaminated("the environment was initialised long before it was invoked");

/** An init ahead of the invocation that failed, or took longer than its ten seconds: it was repeated inside. */
export function failedInitOf(log: InvocationLog | undefined): number | undefined {
  return log?.initReports.find(
    ({ phase, status }) => phase === "init" && status !== undefined && status !== "success",
  )?.initMs;
}

/** The environment was to be initialised before it was asked: nobody waits for its init. */
export function isInitAhead({ method }: Seen): boolean {
  return method === "provisioned";
}

/** Where the first init goes wrong there is no Init Duration, and the line of its begin is the proof. */
function failedInCold({ status }: InvocationEnd, log: InvocationLog | undefined): boolean {
  return status !== "ok" && log?.beganCold === true;
}

/** A start of another kind than the one that was forced. */
function otherStart({ method, log }: Seen): SampleError | undefined {
  const { restoreMs, initMs } = log?.report ?? {};
  if (method === "restore" && restoreMs === undefined && initMs !== undefined) {
    return contaminated("a restore was forced, and the environment was initialised in its place");
  }
  return method === "provisioned" && log?.initializationType === "on-demand"
    ? contaminated("an environment answered that was initialised for this call, and not ahead")
    : undefined;
}

function wasAhead(seen: Seen): boolean {
  return answeredTooSoon(seen) || leadMs(seen.log) > limitOf(seen.log);
}

/** An answer that came before such an init and such an invocation could end did not wait for them. */
function answeredTooSoon({ log, roundTripMs, answered, mayHaveExtensions, leastWayMs }: Seen): boolean {
  const { initMs, durationMs = 0 } = log?.report ?? {};
  if (!answered || initMs === undefined) {
    return false;
  }
  if (mayHaveExtensions) {
    return roundTripMs < initMs - toleranceMs;
  }
  const leftMs = roundTripMs - durationMs;
  // The way varies: what it took at least elsewhere proves nothing of a part of an init, but of most of one.
  const isMostMissing = leastWayMs !== undefined && leftMs - leastWayMs < initMs / 2;
  return leftMs < initMs - toleranceMs || isMostMissing;
}

/** How long before the invocation the environment was ready, as far as lines tell, in milliseconds. */
function leadMs({ readyMs, startMs }: Partial<InvocationLog> = {}): number {
  return readyMs === undefined || startMs === undefined ? 0 : startMs - readyMs;
}

function limitOf(log: InvocationLog | undefined): number {
  return log?.ownTimes ? leadLimitMs.ownTimes : leadLimitMs.otherTimes;
}

function contaminated(message: string): SampleError {
  return { type: "Thaw.Contaminated", message };
}
