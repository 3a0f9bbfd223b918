import { isObject } from "./body-problems.ts";
import { logsApiForm } from "./logs-api-form.ts";
import type { Subscription } from "./subscription.ts";
import { streamOf, type TelemetryEvent } from "./telemetry-event.ts";

/** The function's `LogFormat`: in JSON, a log line that is a JSON object is delivered as one. */
export type LogFormat = "Text" | "JSON";

/** An event as a subscriber gets it: the JSON texts of none, one or (Logs API) several events, none with a newline in it. */
export type EventForm = (event: TelemetryEvent) => readonly string[];

/** The forms of one environment: subscribers with the same schema share one, so that an event is serialised once for all. */
export interface EventForms {
  for(subscription: Subscription): EventForm;
}

/** Makes the forms for a function's log format. */
export function eventForms(logFormat: LogFormat): EventForms {
  const withStrings: EventForm = (event) => [asText(telemetryEvent(event, asString))];
  const withObjects: EventForm = (event) => [
    asText(telemetryEvent(event, logFormat === "JSON" ? asObject : (record) => record)),
  ];
  const firstLogs: EventForm = (event) => logsApiForm(event, false).map(asText);
  const laterLogs: EventForm = (event) => logsApiForm(event, true).map(asText);
  return {
    for: ({ api, schemaVersion }) => {
      if (api === "logs") {
        return schemaVersion === "2020-08-15" ? firstLogs : laterLogs;
      }
      return schemaVersion === "2022-07-01" ? withStrings : withObjects;
    },
  };
}

// Before 2022-12-13 "the record is always rendered as a string even when your function's logging format is JSON"
// (Developer Guide, "Lambda Telemetry API Event schema reference").
function telemetryEvent(
  event: TelemetryEvent,
  logRecord: (record: TelemetryEvent["record"]) => TelemetryEvent["record"],
): TelemetryEvent {
  if (streamOf(event.type) !== "platform") {
    return { ...event, record: logRecord(event.record) };
  }
  // Another extension's subscription through the older API, under the name that this schema has for it.
  return event.type === "platform.logsSubscription"
    ? { ...event, type: "platform.telemetrySubscription" }
    : event;
}

function asString(record: TelemetryEvent["record"]): string {
  return typeof record === "string" ? record : JSON.stringify(record);
}

function asObject(record: TelemetryEvent["record"]): TelemetryEvent["record"] {
  if (typeof record !== "string" || !record.trimStart().startsWith("{")) {
    return record;
  }
  try {
    const value: unknown = JSON.parse(record);
    return isObject(value) ? value : record;
  } catch {
    return record;
  }
}

// The keys in Lambda's order.
function asText(event: TelemetryEvent): string {
  return `{"time":"${event.time.toISOString()}","type":${JSON.stringify(event.type)},"record":${JSON.stringify(event.record)}}`;
}
