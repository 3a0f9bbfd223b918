import { otherFactsOf } from "../report-lines/other-facts.ts";
import type { ParsedReport } from "../report-lines/parse-report.ts";
import type { Sample } from "../samples/sample.ts";
import type { FailureItem } from "./log-item.ts";
import { outcomeOf } from "./observed-outcome.ts";

/** A REPORT line that can be a sample: it tells a memory size. */
export interface ObservedReport {
  readonly report: ParsedReport & { readonly memoryMb: number };
  readonly time?: string | undefined;
  /** Number of its line, counted through all files: of two in one line the second has the next. */
  readonly block: number;
  /** What another line says of the same invocation. */
  readonly failure?: FailureItem | undefined;
}

/** The variant of all functions of a memory size: of what made them nothing is known. */
export function observedVariantId(memoryMb: number): string {
  return `import/unknown/${memoryMb}/unknown/unknown/none`;
}

/** A cold start has an init or a restore. */
function isCold({ initMs, restoreMs }: ParsedReport): boolean {
  return initMs !== undefined || restoreMs !== undefined;
}

/** The sample that a REPORT line is. Nothing tells environments apart: each request stands for one. */
export function observedSample({ report, time, block, failure }: ObservedReport): Sample {
  const { requestId, initMs, restoreMs, durationMs } = report;
  const startMs = restoreMs ?? initMs;
  const spans = report.spans.map((span) => [span.name, span.durationMs] as const);
  return {
    target: "lambda",
    variant: observedVariantId(report.memoryMb),
    segment: 0,
    block,
    attempt: 0,
    environment: requestId === "" ? `line-${block}` : requestId,
    invocation: isCold(report) ? 0 : 1,
    temperature: isCold(report) ? "cold" : "warm",
    ...(isCold(report) ? { method: "observed" as const } : {}),
    takenAt: time,
    ...outcomeOf(report, failure),
    initMs,
    restoreMs,
    durationMs,
    coldStartMs: startMs === undefined ? undefined : startMs + durationMs,
    billedMs: report.billedMs,
    billedRestoreMs: report.billedRestoreMs,
    maxMemoryMb: report.maxMemoryMb,
    ...(spans.length === 0 ? {} : { platformMs: Object.fromEntries(spans) }),
    ...otherFactsOf(report),
  };
}
