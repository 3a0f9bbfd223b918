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

/** When something was, milliseconds since 1970; `ownTime` where the platform says it itself. */
export interface Timed {
  readonly atMs?: number | undefined;
  readonly ownTime: boolean;
}

/** A line as far as it is the platform's. */
export interface ParsedLine extends Timed {
  readonly report?: ParsedReport | undefined;
  readonly line?: ParsedPlatformLine | undefined;
}

/** A line of the platform other than REPORT. */
export type PlatformLine<Kind extends ParsedPlatformLine["kind"] = ParsedPlatformLine["kind"]> = Timed & {
  readonly line: Extract<ParsedPlatformLine, { readonly kind: Kind }>;
};

/** Reads a line of either format. */
export function parseLine({ text, atMs }: LogLine): ParsedLine {
  if (!text.startsWith("{")) {
    return { report: parseReportLine(text), line: parsePlatformLine(text), atMs, ownTime: false };
  }
  const event = parsedJson(text);
  const timeMs = Date.parse(String(fieldOf(event, "time")));
  const ownTime = !Number.isNaN(timeMs);
  return {
    report: parseReportEvent(event),
    line: parsePlatformEvent(event),
    atMs: ownTime ? timeMs : atMs,
    ownTime,
  };
}

/** The platform's lines without those that name another invocation. */
export function platformLines(lines: readonly ParsedLine[], requestId: string): readonly PlatformLine[] {
  return lines.flatMap(({ line, atMs, ownTime }) => {
    const named = fieldOf(line, "requestId");
    return line === undefined || (named !== undefined && named !== requestId)
      ? []
      : [{ line, atMs, ownTime }];
  });
}

/** Those of one kind, in their order. */
export function allOf<Kind extends ParsedPlatformLine["kind"]>(
  lines: readonly PlatformLine[],
  kind: Kind,
): readonly PlatformLine<Kind>[] {
  return lines.filter((found): found is PlatformLine<Kind> => found.line.kind === kind);
}

/** The first of them. */
export function firstOf<Kind extends ParsedPlatformLine["kind"]>(
  lines: readonly PlatformLine[],
  kind: Kind,
): PlatformLine<Kind> | undefined {
  return allOf(lines, kind)[0];
}

function parsedJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
