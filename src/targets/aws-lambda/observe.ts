import type { ParsedReport } from "../../report-lines/parse-report.ts";
import type { Observation, SampleError } from "../../samples/sample.ts";
import type { InvocationLog } from "./invocation-log.ts";
import { endOf, type InvocationEnd } from "./invocation-status.ts";

/** What was seen of one invocation. */
export interface Seen {
  readonly cold: boolean;
  /** The environment was to be initialised before it was asked: nobody waits for its init. */
  readonly initAhead: boolean;
  readonly payload: Uint8Array;
  readonly functionError?: string | undefined;
  /** From the departure of the call to the last byte of its answer, on a connection that was open. */
  readonly roundTripMs: number;
  /** The caller waited for the function's answer. */
  readonly answered: boolean;
  /** Extensions may go on after the answer: `Duration` may be longer than its caller waited. */
  readonly mayHaveExtensions: boolean;
  /** False where the log's end was not asked for; then there is no `log`. */
  readonly tail: boolean;
  readonly log?: InvocationLog | undefined;
}

/** An init that ended this long before the invocation was not begun for it, in milliseconds. */
const proactiveMs = 1000;
/** Reports are rounded, and clocks run at different speeds, in milliseconds. */
const toleranceMs = 1;

/** The observation of an invocation: phases as Lambda's report has them, and the round trip as the client saw it. */
export function observe(seen: Seen): Observation {
  const { log, cold, tail, payload } = seen;
  const end = endOf(seen, log);
  const contaminated = tail ? contamination(seen, end) : undefined;
  const status = contaminated === undefined || end.status === "init-error" ? end.status : "contaminated";
  return {
    status,
    error: status === "contaminated" ? contaminated : end.error,
    ...phasesOf(seen),
    ...(log?.report === undefined ? {} : factsOf(log.report, log)),
    ...(seen.answered ? { responseBytes: payload.byteLength } : {}),
    ...(tail || cold ? {} : { tail: false as const }),
  };
}

function phasesOf({ log, cold, roundTripMs, answered, initAhead }: Seen): Partial<Observation> {
  const failedInitMs = failedInitOf(log);
  const { durationMs, initMs, restoreMs } = log?.report ?? {};
  const beforeMs = (failedInitMs ?? 0) + (initMs ?? 0) + (restoreMs ?? 0);
  return {
    initMs,
    failedInitMs,
    restoreMs,
    durationMs,
    ...(cold && durationMs !== undefined ? { coldStartMs: beforeMs + durationMs } : {}),
    ...(cold && answered ? { coldTotalMs: roundTripMs } : {}),
    roundTripMs,
    ...(answered && durationMs !== undefined
      ? { unattributedMs: roundTripMs - (initAhead ? 0 : beforeMs) - durationMs }
      : {}),
  };
}

function factsOf(report: ParsedReport, { spansMs }: InvocationLog): Partial<Observation> {
  const { billedMs, billedRestoreMs, maxMemoryMb, traceId, other } = report;
  const spans = Object.entries(spansMs).map(([name, ms]) => [`${name}Ms`, String(ms)] as const);
  const otherFacts = {
    ...(traceId === undefined ? {} : { traceId }),
    ...Object.fromEntries(spans),
    ...other,
  };
  return {
    billedMs,
    billedRestoreMs,
    maxMemoryMb,
    ...(Object.keys(otherFacts).length === 0 ? {} : { otherFacts }),
  };
}

/** An init ahead of the invocation that failed, or took longer than its ten seconds: it was repeated inside. */
function failedInitOf(log: InvocationLog | undefined): number | undefined {
  return log?.initReports.find(
    ({ phase, status }) => phase === "init" && status !== undefined && status !== "success",
  )?.initMs;
}

/** Why an invocation is not what it was meant to be; undefined where it is. */
function contamination(seen: Seen, end: InvocationEnd): SampleError | undefined {
  const { cold, log, roundTripMs, answered } = seen;
  const { initMs, restoreMs } = log?.report ?? {};
  const reported = initMs !== undefined || restoreMs !== undefined;
  if (!cold) {
    return reported ? contaminated("a warm invocation was answered by a new environment") : undefined;
  }
  if (!reported && failedInitOf(log) === undefined && !failedInCold(end, log)) {
    return contaminated("a cold start was forced, and an environment answered that was there before");
  }
  if (seen.initAhead) {
    return undefined;
  }
  // An answer that came before such an init and such an invocation could end did not wait for them.
  const waitedMs = (initMs ?? 0) + (seen.mayHaveExtensions ? 0 : (log?.report?.durationMs ?? 0));
  const tooSoon = answered && initMs !== undefined && roundTripMs < waitedMs - toleranceMs;
  return tooSoon || leadMs(log) > proactiveMs
    ? contaminated("the environment was initialised long before it was invoked")
    : undefined;
}

/** Where the first init goes wrong there is no Init Duration, and the line of its begin is the proof. */
function failedInCold({ status }: InvocationEnd, log: InvocationLog | undefined): boolean {
  return status !== "ok" && log?.beganCold === true;
}

/** How long before the invocation its init had ended, as far as lines tell, in milliseconds. */
function leadMs(log: InvocationLog | undefined): number {
  const { initStartMs, startMs, report } = log ?? {};
  return initStartMs === undefined || startMs === undefined
    ? 0
    : startMs - initStartMs - (report?.initMs ?? 0);
}

function contaminated(message: string): SampleError {
  return { type: "Thaw.Contaminated", message };
}
