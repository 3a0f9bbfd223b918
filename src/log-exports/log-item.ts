import type { ParsedReport } from "../report-lines/parse-report.ts";

/** Where something stands in a log. */
export interface LogPlace {
  /** Line of the file, from 1; of what takes several lines the first. */
  readonly line: number;
  /** ISO 8601 in UTC, with milliseconds: when the log says that it was written. Absent where it does not say. */
  readonly time?: string | undefined;
}

/** A REPORT line, in whatever form the export has it. */
export interface ReportItem extends LogPlace {
  readonly kind: "report";
  readonly report: ParsedReport;
}

/** A line that tells, apart from its REPORT line, that an invocation failed. */
export interface FailureItem extends LogPlace {
  readonly kind: "failure";
  readonly requestId: string;
  readonly status: "timeout" | "crash";
  /** The platform's own words. */
  readonly message: string;
}

/** Another line of the platform: START, END, INIT_START, … */
export interface PlatformItem extends LogPlace {
  readonly kind: "platform";
  /** The root of a trace: that of the REPORT line right above. */
  readonly traceId?: string | undefined;
}

/** What is no line of the platform, such as the function's own words, or is one that cannot be read. */
export interface UnknownItem extends LogPlace {
  readonly kind: "unknown";
  readonly text: string;
  /** Lines of the file that it takes. */
  readonly lines: number;
  /** It begins as a REPORT line. */
  readonly isReport: boolean;
}

/** What a log holds, line by line. */
export type LogItem = ReportItem | FailureItem | PlatformItem | UnknownItem;

/** As many characters of a text that is not understood as anybody will see. */
const keptCharacters = 400;

/** A text that is not understood. */
export function unknownItem(
  text: string,
  { line, time }: LogPlace,
  lines = 1,
  isReport = false,
): UnknownItem {
  return { kind: "unknown", text: text.slice(0, keptCharacters), line, time, lines, isReport };
}
