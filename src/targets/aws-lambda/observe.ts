import { otherFactsOf } from "../../report-lines/other-facts.ts";
import type { ParsedReport } from "../../report-lines/parse-report.ts";
import type { Observation } from "../../samples/sample.ts";
import { contamination, failedInitOf, isInitAhead } from "./contamination.ts";
import type { InvocationLog } from "./invocation-log.ts";
import { endOf, type InvocationEnd } from "./invocation-status.ts";
import type { Seen } from "./seen.ts";

/** The observation of an invocation: phases as Lambda's report has them, and the round trip as the client saw it. */
export function observe(seen: Seen): Observation {
  const { log, cold, tail, payload } = seen;
  const end = tail && log?.report === undefined ? withoutReport(seen) : endOf(seen, log);
  const isTold = tail && log?.report !== undefined;
  const contaminated = isTold && end.status !== "init-error" ? contamination(seen, end) : undefined;
  return {
    ...(contaminated === undefined ? end : { status: "contaminated", error: contaminated }),
    ...phasesOf(seen),
    ...(log?.report === undefined ? {} : factsOf(log.report, log)),
    ...bytesOf(seen, payload),
    ...(seen.httpStatus === undefined ? {} : { httpStatus: seen.httpStatus }),
    ...(tail || cold ? {} : { tail: false as const }),
  };
}

/** What is known of an invocation whose report did not come: that a function failed, its answer says; that it did not, nothing does. */
function withoutReport(seen: Seen): InvocationEnd {
  const message = "no REPORT line came: what it took and what it cost is not known";
  return seen.functionError === undefined
    ? { status: "target-error", error: { type: "Thaw.NoReport", message } }
    : endOf(seen, seen.log);
}

function phasesOf(seen: Seen): Partial<Observation> {
  const { log, cold, roundTripMs, answered } = seen;
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
      ? { unattributedMs: roundTripMs - (isInitAhead(seen) ? 0 : beforeMs) - durationMs }
      : {}),
  };
}

function factsOf(report: ParsedReport, log: InvocationLog): Partial<Observation> {
  const { billedMs, billedRestoreMs, maxMemoryMb } = report;
  const { platformMs, runtimeVersionArn } = log;
  return {
    billedMs,
    billedRestoreMs,
    maxMemoryMb,
    ...(Object.keys(platformMs).length === 0 ? {} : { platformMs }),
    ...(runtimeVersionArn === undefined ? {} : { runtimeVersionArn }),
    ...otherFactsOf(report),
  };
}

/** Of an answer that nobody waited for the platform may tell the length. */
function bytesOf({ answered, log }: Seen, payload: Uint8Array): Partial<Observation> {
  const responseBytes = answered ? payload.byteLength : log?.producedBytes;
  return responseBytes === undefined ? {} : { responseBytes };
}
