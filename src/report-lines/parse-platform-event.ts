import { EventFields, platformEventOf } from "./event-fields.ts";
import { parseSpans } from "./parse-spans.ts";
import type { ParsedPlatformLine } from "./parsed-platform-line.ts";
import { platformStatuses } from "./platform-event.ts";

/**
 * Reads an event of the JSON format other than `platform.report`; undefined for any other value, among it the function's
 * own lines. An event whose kind is not known, or which lacks what its kind must have, is `other`.
 */
export function parsePlatformEvent(value: unknown): ParsedPlatformLine | undefined {
  const event = platformEventOf(value);
  if (event === undefined || event.kind === "report") {
    return undefined;
  }
  const known = Object.hasOwn(byKind, event.kind)
    ? byKind[event.kind]?.(new EventFields(event.record))
    : undefined;
  return known ?? { kind: "other", type: `platform.${event.kind}` };
}

type Parse = (record: EventFields) => ParsedPlatformLine | undefined;

const byKind: Readonly<Record<string, Parse>> = {
  initStart: (record) => ({ kind: "initStart", ...runtimeVersionOf(record), ...initKindOf(record) }),
  initRuntimeDone: (record) => ({ kind: "initRuntimeDone", ...initKindOf(record), ...endingOf(record) }),
  initReport: (record) => {
    const initMs = metricsOf(record).takeNumber("durationMs");
    return initMs === undefined
      ? undefined
      : { kind: "initReport", initMs, ...initKindOf(record), ...endingOf(record) };
  },
  restoreStart: (record) => ({ kind: "restoreStart", ...runtimeVersionOf(record) }),
  restoreRuntimeDone: (record) => ({ kind: "restoreRuntimeDone", ...endingOf(record) }),
  restoreReport: (record) => {
    const restoreMs = metricsOf(record).takeNumber("durationMs");
    return restoreMs === undefined ? undefined : { kind: "restoreReport", restoreMs, ...endingOf(record) };
  },
  start: (record) => {
    const requestId = record.takeText("requestId");
    return requestId === undefined
      ? undefined
      : { kind: "start", requestId, version: record.takeText("version") };
  },
  runtimeDone: (record) => {
    const requestId = record.takeText("requestId");
    const metrics = metricsOf(record);
    return requestId === undefined
      ? undefined
      : {
          kind: "runtimeDone",
          requestId,
          durationMs: metrics.takeNumber("durationMs"),
          producedBytes: metrics.takeNumber("producedBytes"),
          spans: parseSpans(record.takeObject("spans")),
          ...endingOf(record),
        };
  },
  extension: (record) => {
    const name = record.takeText("name");
    const events = record.takeObject("events");
    return name === undefined
      ? undefined
      : {
          kind: "extension",
          name,
          state: record.takeText("state"),
          events: Array.isArray(events) ? events.filter((item) => typeof item === "string") : [],
          errorType: record.takeText("errorType"),
        };
  },
};

function metricsOf(record: EventFields): EventFields {
  return new EventFields(record.takeObject("metrics"));
}

function runtimeVersionOf(record: EventFields) {
  return {
    runtimeVersion: record.takeText("runtimeVersion"),
    runtimeVersionArn: record.takeText("runtimeVersionArn"),
  };
}

function initKindOf(record: EventFields) {
  return {
    initializationType: record.takeText("initializationType"),
    phase: record.takeText("phase"),
  };
}

function endingOf(record: EventFields) {
  return {
    status: record.takeOneOf("status", platformStatuses),
    errorType: record.takeText("errorType"),
  };
}
