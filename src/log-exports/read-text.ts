import { parsePlatformLine } from "../report-lines/parse-platform-line.ts";
import { parseReportLine } from "../report-lines/parse-report.ts";
import { type LogItem, type LogPlace, unknownItem } from "./log-item.ts";
import { firstTime } from "./log-time.ts";
import { splitPrefix } from "./split-prefix.ts";

/**
 * The items of a text of one or more lines, each a line of the platform with or without something before it. Empty lines
 * are none. A time before a line wins over the one that is known of the place.
 */
export function itemsOfText(text: string, place: LogPlace): readonly LogItem[] {
  return linesOf(withoutColours(text)).map((line) => itemOfLine(line, place));
}

function itemOfLine(line: string, place: LogPlace): LogItem {
  const split = splitPrefix(line);
  if (split === undefined) {
    return unknownItem(line, place);
  }
  const { prefix, rest } = split;
  const at = { line: place.line, time: firstTime(prefix) ?? place.time };
  if (rest.startsWith("REPORT")) {
    const report = parseReportLine(rest);
    return report === undefined ? unknownItem(line, place, 1, true) : { kind: "report", report, ...at };
  }
  const platform = parsePlatformLine(rest);
  switch (platform?.kind) {
    case undefined:
      return unknownItem(line, place);
    case "timedOut": {
      const message = `Task timed out after ${(platform.afterMs / 1000).toFixed(2)} seconds`;
      return { kind: "failure", requestId: platform.requestId, status: "timeout", message, ...at };
    }
    case "error": {
      const { requestId, message } = platform;
      return { kind: "failure", requestId, status: "crash", message, ...at };
    }
    case "xray":
      return { kind: "platform", traceId: platform.traceId, ...at };
    default:
      return { kind: "platform", ...at };
  }
}

function linesOf(text: string): readonly string[] {
  const isQuoted = /REPORT RequestId:.*\\[nt]/.test(text);
  const lines = (isQuoted ? unescaped(text) : text).split(/\r\n|\n|\r/);
  // Behind the last newline of a quoted text stands its closing quote.
  return lines.filter((line) => (isQuoted ? /\w/ : /\S/).test(line));
}

/** A REPORT line out of a JSON text or a YAML file that was not read as such. */
function unescaped(text: string): string {
  return text.replaceAll("\\t", "\t").replaceAll("\\n", "\n").replaceAll('\\"', '"');
}

function withoutColours(text: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is removed
  return text.includes("\u001b") ? text.replace(/\u001b\[[0-9;]*m/g, "") : text;
}
