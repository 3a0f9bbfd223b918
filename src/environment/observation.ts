import type { Failure } from "../runtime-api/failure.ts";
import type { Delivery } from "../runtime-api/invocation.ts";
import type { Observation, SampleError, SampleStatus } from "../samples/sample.ts";
import type { ResourceUse } from "./sandbox.ts";

/** The phases before an environment's first invocation. */
export interface ColdPhases {
  readonly provisionMs?: number | undefined;
  /** Absent where init failed. */
  readonly initMs?: number | undefined;
  /** Init or restore ended: the begin of the gap, by the environment's clock. Absent where init failed. */
  readonly endedAtMs?: number | undefined;
  readonly extensionInitMs?: Readonly<Record<string, number>> | undefined;
  readonly restoreMs?: number | undefined;
  /** An init that failed ahead of the invocation, until its failure was seen. */
  readonly failedInitMs?: number | undefined;
  readonly cpuInitMs?: number | undefined;
  readonly throttledInitMs?: number | undefined;
  readonly initStart?: "engine" | undefined;
}

/** An init that stood inside of an invocation, and so is a part of its `durationMs`. */
export interface SuppressedInit {
  readonly startedAtMs: number;
  readonly endedAtMs: number;
}

/** How an invocation ended. */
export interface InvocationEnd {
  readonly status: SampleStatus;
  readonly failure: Failure | undefined;
  /** When the end of an invocation that did not complete was seen; or `timeout`: it lasted exactly the configured time. */
  readonly cut: { readonly atMs: number } | { readonly timeoutMs: number } | undefined;
  /** What the sandbox had used before it, and when it had ended. */
  readonly usedBefore: ResourceUse;
  readonly used: ResourceUse;
}

/**
 * An observation of an invocation: the phases of which both ends were seen. `cold` with the first of an environment,
 * `suppressed` where init was repeated inside.
 */
export function observe(
  { progress, extensions }: Pick<Delivery, "progress" | "extensions">,
  end: InvocationEnd,
  cold: ColdPhases | undefined,
  suppressed: SuppressedInit | undefined,
): Observation {
  const { departedAtMs, firstByteAtMs, answeredAtMs } = progress;
  const completedAtMs = completion(progress.nextAskedAtMs, extensions);
  const beganAtMs = suppressed?.startedAtMs ?? departedAtMs;
  const invokeMs = between(departedAtMs, answeredAtMs);
  const durationMs = between(beganAtMs, completedAtMs) ?? cutDuration(beganAtMs, end);
  const beforeMs = cold === undefined ? undefined : total(cold.failedInitMs, cold.initMs, cold.restoreMs);
  const completed = completedAtMs !== undefined;
  return {
    status: end.status,
    error: end.failure && sampleError(end.failure),
    provisionMs: cold?.provisionMs,
    extensionInitMs: cold?.extensionInitMs,
    initMs: cold?.initMs,
    failedInitMs: cold?.failedInitMs,
    suppressedInitMs: between(suppressed?.startedAtMs, suppressed?.endedAtMs),
    restoreMs: cold?.restoreMs,
    gapMs: between(cold?.endedAtMs, departedAtMs),
    invokeMs,
    firstByteMs: between(departedAtMs, firstByteAtMs),
    overheadMs: between(answeredAtMs, completedAtMs),
    extensionOverheadMs: extensionOverhead(answeredAtMs, extensions),
    durationMs,
    coldStartMs: completed ? sum(beforeMs, durationMs) : undefined,
    coldTotalMs: completed ? sum(coldBefore(cold, suppressed, departedAtMs), invokeMs) : undefined,
    billedMs: cold?.restoreMs === undefined ? billed(durationMs, cold?.initMs) : undefined,
    maxMemoryMb: end.used.maxMemoryMb,
    peakWithCacheMb: end.used.peakWithCacheMb,
    cpuInitMs: cold?.cpuInitMs,
    cpuInvokeMs: between(end.usedBefore.cpuMs, end.used.cpuMs),
    throttledInitMs: cold?.throttledInitMs,
    throttledInvokeMs: between(end.usedBefore.throttledMs, end.used.throttledMs),
    initStart: cold?.initStart,
    responseBytes: progress.responseBytes,
  };
}

/** An observation of an invocation that never reached the runtime. */
export function observeNothing(
  status: SampleStatus,
  failure: Failure,
  seen: Omit<Observation, "status" | "error">,
): Observation {
  return { status, error: sampleError(failure), ...seen };
}

/** When the runtime and every extension that was told had asked for the next event; undefined where one did not. */
export function completion(
  nextAskedAtMs: number | undefined,
  extensions: Delivery["extensions"],
): number | undefined {
  const times = extensions.map(({ readyAtMs }) => readyAtMs);
  const known = times.filter((time) => time !== undefined);
  return nextAskedAtMs === undefined || known.length < times.length
    ? undefined
    : Math.max(nextAskedAtMs, ...known);
}

/** b − a, where both are known: undefined stays undefined. */
export function between(a: number | undefined, b: number | undefined): number | undefined {
  return a === undefined || b === undefined ? undefined : b - a;
}

// As in REPORT lines: a timeout lasted exactly the configured time.
function cutDuration(beganAtMs: number | undefined, { cut }: InvocationEnd): number | undefined {
  if (cut === undefined) {
    return undefined;
  }
  return "timeoutMs" in cut ? cut.timeoutMs : between(beganAtMs, cut.atMs);
}

/** What this target's caller waits for before the event departs, without the gap. */
function coldBefore(
  cold: ColdPhases | undefined,
  suppressed: SuppressedInit | undefined,
  departedAtMs: number | undefined,
): number | undefined {
  return cold === undefined
    ? undefined
    : total(
        cold.provisionMs,
        cold.failedInitMs,
        cold.initMs,
        cold.restoreMs,
        between(suppressed?.startedAtMs, departedAtMs),
      );
}

function extensionOverhead(
  answeredAtMs: number | undefined,
  extensions: Delivery["extensions"],
): Readonly<Record<string, number>> | undefined {
  const entries = extensions.flatMap(({ name, readyAtMs }) => {
    const overheadMs = between(answeredAtMs, readyAtMs);
    return overheadMs === undefined ? [] : [[name, Math.max(0, overheadMs)] as const];
  });
  return entries.length === 0 ? undefined : Object.fromEntries(entries);
}

/** The sum of those that are known. */
function total(...values: readonly (number | undefined)[]): number {
  return values.reduce<number>((all, value) => all + (value ?? 0), 0);
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
