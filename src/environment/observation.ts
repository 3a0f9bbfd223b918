import type { Failure } from "../runtime-api/failure.ts";
import type { InvocationProgress } from "../runtime-api/invocation.ts";
import type { Observation, SampleError, SampleStatus } from "../samples/sample.ts";

/** The phases before an environment's first invocation. */
export interface ColdPhases {
  readonly provisionMs: number;
  readonly initMs: number;
  /** When init ended, by the environment's clock. */
  readonly initEndedAtMs: number;
  readonly cpuInitMs: number | undefined;
}

/** How an invocation ended. */
export interface InvocationEnd {
  readonly status: SampleStatus;
  readonly failure: Failure | undefined;
  /** `durationMs` of an invocation that did not complete: until its end was seen, or the timeout itself. */
  readonly cutDurationMs: number | undefined;
  readonly cpuInvokeMs: number | undefined;
  readonly maxMemoryMb: number | undefined;
}

/** An observation of an invocation: the phases of which both ends were seen. `cold` with the first of an environment. */
export function observe(
  progress: InvocationProgress,
  end: InvocationEnd,
  cold: ColdPhases | undefined,
): Observation {
  const { departedAtMs, firstByteAtMs, answeredAtMs, nextAskedAtMs } = progress;
  const invokeMs = between(departedAtMs, answeredAtMs);
  const durationMs = between(departedAtMs, nextAskedAtMs) ?? end.cutDurationMs;
  const completed = nextAskedAtMs !== undefined;
  return {
    status: end.status,
    error: end.failure && sampleError(end.failure),
    provisionMs: cold?.provisionMs,
    initMs: cold?.initMs,
    gapMs: between(cold?.initEndedAtMs, departedAtMs),
    invokeMs,
    firstByteMs: between(departedAtMs, firstByteAtMs),
    overheadMs: between(answeredAtMs, nextAskedAtMs),
    durationMs,
    coldStartMs: completed ? sum(cold?.initMs, durationMs) : undefined,
    coldTotalMs: completed ? sum(sum(cold?.provisionMs, cold?.initMs), invokeMs) : undefined,
    billedMs: billed(durationMs, cold?.initMs),
    maxMemoryMb: end.maxMemoryMb,
    cpuInitMs: cold?.cpuInitMs,
    cpuInvokeMs: end.cpuInvokeMs,
    responseBytes: progress.responseBytes,
  };
}

/** What is known of an environment that could not serve. */
export type EarlyPhases = Pick<Observation, "provisionMs" | "initMs" | "maxMemoryMb" | "cpuInitMs">;

/** An observation of an environment that could not serve: nothing departed. */
export function observeNothing(status: SampleStatus, failure: Failure, phases: EarlyPhases): Observation {
  return { status, error: sampleError(failure), ...phases };
}

/** b − a, where both are known: undefined stays undefined. */
export function between(a: number | undefined, b: number | undefined): number | undefined {
  return a === undefined || b === undefined ? undefined : b - a;
}

function sum(a: number | undefined, b: number | undefined): number | undefined {
  return a === undefined || b === undefined ? undefined : a + b;
}

// One ceiling over the sum of init and duration, as Lambda bills since August 2025. Rounded to the nanosecond first:
// the sum of two floats must not cost a millisecond.
function billed(durationMs: number | undefined, initMs: number | undefined): number | undefined {
  return durationMs === undefined
    ? undefined
    : Math.ceil(Math.round((durationMs + (initMs ?? 0)) * 1e6) / 1e6);
}

function sampleError(failure: Failure): SampleError {
  return { type: failure.type, message: failure.message };
}
