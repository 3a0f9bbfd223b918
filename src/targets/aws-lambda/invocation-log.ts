import { parsePlatformEvent } from "../../report-lines/parse-platform-event.ts";
import { parsePlatformLine } from "../../report-lines/parse-platform-line.ts";
import { type ParsedReport, parseReportEvent, parseReportLine } from "../../report-lines/parse-report.ts";
import type { ParsedPlatformLine } from "../../report-lines/parsed-platform-line.ts";
import { fieldOf } from "../../shared/field-of.ts";

/** A line of a function's log; `atMs` since 1970, where that is known. */
export interface LogLine {
  readonly text: string;
  readonly atMs?: number | undefined;
}

type InitReport = Extract<ParsedPlatformLine, { kind: "initReport" }>;

/** What the platform's lines say of one invocation and of the init before it. */
export interface InvocationLog {
  readonly report?: ParsedReport | undefined;
  /** An environment's init or restore stands in it. */
  readonly beganCold: boolean;
  /** When its init began, and when it was invoked: milliseconds since 1970, where lines tell. */
  readonly initStartMs?: number | undefined;
  readonly startMs?: number | undefined;
  /** Of inits that failed, and of snapshots. */
  readonly initReports: readonly InitReport[];
  /** Parts of the invocation that only the JSON format tells: `responseLatency`, `extensionOverhead`, … */
  readonly spansMs: Readonly<Record<string, number>>;
}

/** Reads what belongs to one invocation; what the function itself wrote is passed over. */
export function readInvocationLog(lines: readonly LogLine[], requestId: string): InvocationLog {
  const parsed = lines.map(parseLine);
  const platform = parsed.flatMap(({ line, atMs }) => (line === undefined ? [] : [{ line, atMs }]));
  const first = (kind: ParsedPlatformLine["kind"]) => platform.find(({ line }) => line.kind === kind);
  const start = platform.find(({ line }) => line.kind === "start" && line.requestId === requestId);
  const done = platform.map(({ line }) => line).find((line) => isDoneOf(line, requestId));
  return {
    // The function may print such a line, too; the platform's own is the last.
    report: parsed.map(({ report }) => report).findLast((report) => report?.requestId === requestId),
    beganCold: first("initStart") !== undefined || first("restoreStart") !== undefined,
    initStartMs: first("initStart")?.atMs,
    startMs: start?.atMs,
    initReports: platform.flatMap(({ line }) => (line.kind === "initReport" ? [line] : [])),
    spansMs:
      done?.kind === "runtimeDone"
        ? Object.fromEntries(done.spans.map(({ name, durationMs }) => [name, durationMs]))
        : {},
  };
}

/** By what name the last report of some lines goes; undefined where there is none. */
export function lastRequestId(lines: readonly LogLine[]): string | undefined {
  return lines.map(parseLine).findLast(({ report }) => report !== undefined)?.report?.requestId;
}

/** The lines of the log's end as an answer carries it; `whole` is false where its begin was cut off. */
export function linesOfTail(logResult: string): {
  readonly lines: readonly LogLine[];
  readonly whole: boolean;
} {
  const bytes = Buffer.from(logResult, "base64");
  const whole = bytes.byteLength < tailBytes;
  const lines = bytes.toString("utf8").split("\n");
  // The first may be the end of one.
  return { lines: (whole ? lines : lines.slice(1)).map((text) => ({ text })), whole };
}

/** Lambda gives the last 4 KB. Source: AWS Lambda API reference, Invoke, `X-Amz-Log-Result`. */
const tailBytes = 4096;

interface ParsedLine {
  readonly report?: ParsedReport | undefined;
  readonly line?: ParsedPlatformLine | undefined;
  readonly atMs?: number | undefined;
}

function parseLine({ text, atMs }: LogLine): ParsedLine {
  if (!text.startsWith("{")) {
    return { report: parseReportLine(text), line: parsePlatformLine(text), atMs };
  }
  const event = parsedJson(text);
  const timeMs = Date.parse(String(fieldOf(event, "time")));
  return {
    report: parseReportEvent(event),
    line: parsePlatformEvent(event),
    atMs: Number.isNaN(timeMs) ? atMs : timeMs,
  };
}

function parsedJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function isDoneOf(line: ParsedPlatformLine, requestId: string): boolean {
  return line.kind === "runtimeDone" && line.requestId === requestId;
}
