import type { ParsedReport } from "../report-lines/parse-report.ts";

/** A field of a record, whatever holds the record. */
export type FieldOf = (name: string) => unknown;

/**
 * A REPORT line as CloudWatch Logs Insights takes it apart (`@duration`, `@initDuration`, …), where a query gave these fields and
 * not the line itself; undefined where there is no duration. Sizes are bytes there: of one the MB that make a whole number, be
 * they 10^6 bytes, as Insights has them today, or 2^20.
 * Source: "Supported logs and discovered fields", Amazon CloudWatch Logs User Guide.
 */
export function insightsReport(fieldOf: FieldOf): ParsedReport | undefined {
  const durationMs = numberOf(fieldOf("@duration"));
  if (durationMs === undefined) {
    return undefined;
  }
  const memoryBytes = numberOf(fieldOf("@memorySize"));
  const maxMemoryBytes = numberOf(fieldOf("@maxMemoryUsed"));
  const megabyte = memoryBytes !== undefined && memoryBytes % 2 ** 20 === 0 ? 2 ** 20 : 1e6;
  const inMb = (bytes: number | undefined) => (bytes === undefined ? undefined : bytes / megabyte);
  return {
    requestId: textOf(fieldOf("@requestId")),
    durationMs,
    billedMs: numberOf(fieldOf("@billedDuration")),
    memoryMb: inMb(memoryBytes),
    maxMemoryMb: inMb(maxMemoryBytes),
    initMs: numberOf(fieldOf("@initDuration")),
    spans: [],
    other: {},
    emulator: false,
  };
}

function textOf(value: unknown): string {
  return typeof value === "string" ? value : "";
}

/** `12.34`, `1.28E8`, or a number. */
function numberOf(value: unknown): number | undefined {
  const number = typeof value === "string" && value.trim() !== "" ? Number(value) : value;
  return typeof number === "number" && Number.isFinite(number) && number >= 0 ? number : undefined;
}
