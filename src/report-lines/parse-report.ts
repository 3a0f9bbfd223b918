import { EventFields, platformEventOf } from "./event-fields.ts";
import { LineFields } from "./line-fields.ts";
import { parseSpans } from "./parse-spans.ts";
import type { ParsedSpan } from "./parsed-platform-line.ts";
import { type PlatformStatus, platformStatuses } from "./platform-event.ts";

/** What a REPORT line, or the event of the same meaning, says of one invocation. What it does not say is absent. */
export interface ParsedReport {
  /** Empty where the line has none. */
  readonly requestId: string;
  readonly durationMs: number;
  /** Holds the billed time of a restore, and since August 2025 always that of init. */
  readonly billedMs?: number | undefined;
  readonly memoryMb?: number | undefined;
  readonly maxMemoryMb?: number | undefined;
  readonly initMs?: number | undefined;
  readonly restoreMs?: number | undefined;
  readonly billedRestoreMs?: number | undefined;
  /** Lines of text have one since 2024, and only where the invocation failed. */
  readonly status?: PlatformStatus | undefined;
  readonly errorType?: string | undefined;
  /** `1-5e61292c-cc1229a4dfbeae1043928548`: the root of the X-Ray trace. */
  readonly traceId?: string | undefined;
  /** Parts of the invocation, which the JSON format alone tells: `extensionOverhead`, … */
  readonly spans: readonly ParsedSpan[];
  /** The fields that have no place above, by name as found; what is not a text as JSON. */
  readonly other: Readonly<Record<string, string>>;
  /** Printed by a local emulator: Init Duration before Duration, and Max Memory Used equal to Memory Size. */
  readonly emulator: boolean;
}

/**
 * Reads a REPORT line of the text format, with or without the XRAY line joined behind it; undefined where the text does
 * not begin as one, or tells no duration. Separators may be tabs, spaces or missing, and the order of the fields any.
 */
export function parseReportLine(text: string): ParsedReport | undefined {
  const [, fieldsText] = /^\s*REPORT\s+RequestId:\s*(.*)$/s.exec(text) ?? [];
  if (fieldsText === undefined) {
    return undefined;
  }
  const requestId = requestIdBefore(fieldsText);
  const fields = new LineFields(fieldsText.slice(requestId.length));
  const durationMs = fields.takeQuantity("Duration", "ms");
  if (durationMs === undefined) {
    return undefined;
  }
  const memoryMb = fields.takeQuantity("Memory Size", "MB");
  const maxMemoryMb = fields.takeQuantity("Max Memory Used", "MB");
  return {
    requestId,
    durationMs,
    billedMs: fields.takeQuantity("Billed Duration", "ms"),
    memoryMb,
    maxMemoryMb,
    initMs: fields.takeQuantity("Init Duration", "ms"),
    restoreMs: fields.takeQuantity("Restore Duration", "ms"),
    billedRestoreMs: fields.takeQuantity("Billed Restore Duration", "ms"),
    status: fields.take("Status", statusOf),
    errorType: fields.takeWord("Error Type"),
    traceId: fields.takeWord("XRAY TraceId"),
    spans: [],
    other: Object.fromEntries(fields.left()),
    emulator: beginsWithInit(fields.names) && memoryMb !== undefined && maxMemoryMb === memoryMb,
  };
}

/** An identifier has no space in it. Where it is missing, the name of the first field follows at once. */
function requestIdBefore(text: string): string {
  return /^(?:[A-Z][a-z]+ ){0,2}Duration:/.test(text) ? "" : (/^\S*/.exec(text)?.[0] ?? "");
}

/** The status that a text begins with. */
function statusOf(text: string): PlatformStatus | undefined {
  return platformStatuses.find((status) => status === /^\w+/.exec(text)?.[0]);
}

function beginsWithInit(names: readonly string[]): boolean {
  const init = names.indexOf("Init Duration");
  return init !== -1 && init < names.indexOf("Duration");
}

/** Reads a `platform.report` event of the JSON format; undefined for any other value, or where it tells no duration. */
export function parseReportEvent(value: unknown): ParsedReport | undefined {
  const event = platformEventOf(value);
  if (event?.kind !== "report") {
    return undefined;
  }
  const record = new EventFields(event.record);
  const metrics = new EventFields(record.takeObject("metrics"));
  const durationMs = metrics.takeNumber("durationMs");
  if (durationMs === undefined) {
    return undefined;
  }
  return {
    requestId: record.takeText("requestId") ?? "",
    durationMs,
    billedMs: metrics.takeNumber("billedDurationMs"),
    memoryMb: metrics.takeNumber("memorySizeMB"),
    maxMemoryMb: metrics.takeNumber("maxMemoryUsedMB"),
    initMs: metrics.takeNumber("initDurationMs"),
    restoreMs: metrics.takeNumber("restoreDurationMs"),
    billedRestoreMs: metrics.takeNumber("billedRestoreDurationMs"),
    status: record.takeOneOf("status", platformStatuses),
    errorType: record.takeText("errorType"),
    traceId: traceRootOf(new EventFields(record.takeObject("tracing")).takeText("value")),
    spans: record.take("spans", (value) => (Array.isArray(value) ? parseSpans(value) : undefined)) ?? [],
    other: asTexts([...record.left(), ...metrics.left()]),
    emulator: false,
  };
}

/** `Root=1-…;Parent=…;Sampled=1` → `1-…`. */
function traceRootOf(header: string | undefined): string | undefined {
  return /(?:^|;)\s*Root=([^;\s]+)/.exec(header ?? "")?.[1];
}

function asTexts(fields: readonly (readonly [string, unknown])[]): Readonly<Record<string, string>> {
  return Object.fromEntries(
    fields.map(([name, value]) => [
      name,
      typeof value === "string" ? value : (JSON.stringify(value) ?? String(value)),
    ]),
  );
}
