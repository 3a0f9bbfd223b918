import { parsePlatformEvent } from "../report-lines/parse-platform-event.ts";
import { parseReportEvent } from "../report-lines/parse-report.ts";
import { fieldOf } from "../shared/field-of.ts";
import { type FieldOf, insightsReport } from "./insights-report.ts";
import { type LogItem, type LogPlace, unknownItem } from "./log-item.ts";
import { timeOf } from "./log-time.ts";
import { itemsOfText } from "./read-text.ts";

const messageNames = ["message", "@message", "log", "msg", "textPayload"];
const timeNames = ["timestamp", "@timestamp", "eventTimestamp", "time"];
/** Deeper than any export. */
const deepest = 12;

/**
 * The items of a JSON value: an event of the platform, a record with a message, a list of either, or what holds such lists.
 * Undefined where it is nothing of a log.
 */
export function itemsOfJson(value: unknown, place: LogPlace, depth = 0): readonly LogItem[] | undefined {
  if (value === null || typeof value !== "object" || depth > deepest) {
    return undefined;
  }
  return (
    itemsOfEvent(value, place) ??
    itemsOfRecord(recordOf(value), place, depth) ??
    itemsWithin(value, place, depth)
  );
}

/** The items of a record whose fields are known by name, such as a row of CSV. Undefined where it has no message. */
export function itemsOfRecord(field: FieldOf, place: LogPlace, depth = 0): readonly LogItem[] | undefined {
  const at: LogPlace = {
    line: place.line,
    time: first(timeNames, (name) => timeOf(field(name))) ?? place.time,
  };
  const message = first(messageNames, (name) => field(name) ?? undefined);
  if (typeof message === "string") {
    return itemsOfMessage(message, at, depth);
  }
  const report = insightsReport(field);
  return report === undefined ? itemsOfJson(message, at, depth + 1) : [{ kind: "report", report, ...at }];
}

/** A message is a line of text, or an event of the JSON format. */
function itemsOfMessage(message: string, place: LogPlace, depth: number): readonly LogItem[] {
  const value = message.trimStart().startsWith("{") ? parsedJson(message) : undefined;
  return value === undefined
    ? itemsOfText(message, place)
    : (itemsOfJson(value, place, depth + 1) ?? [unknownItem(message, place)]);
}

/** The value of a JSON text; undefined where it is none. */
export function parsedJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function itemsOfEvent(value: object, place: LogPlace): readonly LogItem[] | undefined {
  const at = { line: place.line, time: timeOf(fieldOf(value, "time")) ?? place.time };
  const report = parseReportEvent(value);
  if (report !== undefined) {
    return [{ kind: "report", report, ...at }];
  }
  if (fieldOf(value, "type") === "platform.report") {
    return [unknownItem(JSON.stringify(value), at, 1, true)];
  }
  return parsePlatformEvent(value) === undefined ? undefined : [{ kind: "platform", ...at }];
}

/** A record is an object, or, as Insights answers the command line, a list of objects with `field` and `value`. */
function recordOf(value: object): FieldOf {
  if (!Array.isArray(value)) {
    return (name) => fieldOf(value, name);
  }
  const pairs = new Map(value.map((pair) => [fieldOf(pair, "field"), fieldOf(pair, "value")]));
  return (name) => pairs.get(name);
}

function itemsWithin(value: object, place: LogPlace, depth: number): readonly LogItem[] | undefined {
  const at = {
    line: place.line,
    time: first(timeNames, (name) => timeOf(fieldOf(value, name))) ?? place.time,
  };
  const found = Object.values(value).map((item) => itemsOfJson(item, at, depth + 1));
  return found.every((items) => items === undefined) ? undefined : found.flatMap((items) => items ?? []);
}

function first<T>(names: readonly string[], of: (name: string) => T | undefined): T | undefined {
  for (const name of names) {
    const value = of(name);
    if (value !== undefined) {
      return value;
    }
  }
  return undefined;
}
