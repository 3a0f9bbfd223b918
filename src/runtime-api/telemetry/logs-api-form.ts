import { isObject } from "./body-problems.ts";
import { streamOf, type TelemetryEvent } from "./telemetry-event.ts";

type Fields = Readonly<Record<string, unknown>>;

/** Ends that the platform, not the function's own report of an error, made: what `platform.fault` tells of. */
const faultTypes = /^(Sandbox\.|Extension\.|Runtime\.(ExitError|OutOfMemory|Invalid))/;

/**
 * An event as the older Logs API has it: none, one or several. Its schema has fewer types and fewer fields: a report is
 * preceded by `platform.end`, and by `platform.fault` where the invocation did not end by the runtime's own word; there is
 * no `initStart`; the other init events are for other initialization types than on-demand; `runtimeDone` events are for
 * schema version 2021-03-18 on. An event that the schema does not have is left out: clients with a closed list of types
 * refuse the whole batch. Source: Developer Guide, "Lambda Logs API", its examples of each type.
 */
export function logsApiForm(event: TelemetryEvent, withRuntimeDone: boolean): readonly TelemetryEvent[] {
  if (streamOf(event.type) !== "platform") {
    return [{ ...event, record: asString(event.record) }];
  }
  if (!isObject(event.record)) {
    return event.type === "platform.fault" ? [event] : [];
  }
  return platformEvents(event, event.record, withRuntimeDone);
}

function platformEvents(
  event: TelemetryEvent,
  record: Fields,
  withRuntimeDone: boolean,
): readonly TelemetryEvent[] {
  switch (event.type) {
    case "platform.start":
      return [{ ...event, record: only(record, "requestId", "version") }];
    case "platform.report":
      return reported(event, record);
    case "platform.runtimeDone":
      return withRuntimeDone ? [{ ...event, record: done(record, "requestId") }] : [];
    case "platform.initRuntimeDone":
      return withRuntimeDone && !isOnDemand(record)
        ? [{ ...event, record: done(record, "initializationType") }]
        : [];
    case "platform.restoreRuntimeDone":
      return withRuntimeDone ? [{ ...event, record: done(record) }] : [];
    case "platform.initReport":
      return isOnDemand(record)
        ? []
        : [{ ...event, record: { ...only(record, "initializationType"), metrics: billed(record) } }];
    case "platform.restoreStart":
      return [{ ...event, record: {} }];
    case "platform.restoreReport":
      return [{ ...event, record: only(record, "metrics") }];
    case "platform.telemetrySubscription":
      return [{ ...event, type: "platform.logsSubscription" }];
    case "platform.logsSubscription":
    case "platform.logsDropped":
      return [event];
    case "platform.extension":
      return [{ ...event, record: only(record, "name", "state", "events") }];
    default:
      return [];
  }
}

function reported(event: TelemetryEvent, record: Fields): readonly TelemetryEvent[] {
  const end = { ...event, type: "platform.end", record: only(record, "requestId") };
  const report = { ...event, record: only(record, "requestId", "metrics", "tracing") };
  const fault = faultText(record);
  return fault === undefined
    ? [end, report]
    : [{ ...event, type: "platform.fault", record: fault }, end, report];
}

// The newer of the two styles that the Developer Guide shows.
function faultText(record: Fields): string | undefined {
  const { requestId, status, errorType } = record;
  const type = typeof errorType === "string" ? errorType : "";
  if (status !== "timeout" && status !== "failure" && !faultTypes.test(type)) {
    return undefined;
  }
  const text = `RequestId: ${String(requestId)} Status: ${String(status)}`;
  return type === "" ? text : `${text}\tErrorType: ${type}`;
}

// The three documented outcomes are success, failure and timeout: `error` came with the Telemetry API.
function done(record: Fields, ...names: readonly string[]): Fields {
  const status = record.status === "error" ? "failure" : record.status;
  return { ...only(record, ...names), status };
}

function billed(record: Fields): Fields {
  const metrics = isObject(record.metrics) ? record.metrics : {};
  const durationMs = metrics.durationMs;
  return typeof durationMs === "number" && metrics.billedDurationMs === undefined
    ? { ...metrics, billedDurationMs: Math.ceil(durationMs) }
    : metrics;
}

function isOnDemand(record: Fields): boolean {
  return (record.initializationType ?? "on-demand") === "on-demand";
}

function asString(record: TelemetryEvent["record"]): string {
  return typeof record === "string" ? record : JSON.stringify(record);
}

function only(record: Fields, ...names: readonly string[]): Fields {
  return Object.fromEntries(
    names.filter((name) => record[name] !== undefined).map((name) => [name, record[name]]),
  );
}
