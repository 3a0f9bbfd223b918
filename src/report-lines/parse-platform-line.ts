import { LineFields } from "./line-fields.ts";
import type { ParsedPlatformLine } from "./parsed-platform-line.ts";
import { platformStatuses } from "./platform-event.ts";

/**
 * Reads a line of the text format that the platform writes beside REPORT; undefined for any other text, among it the
 * function's own. Separators may be tabs or spaces.
 */
export function parsePlatformLine(text: string): ParsedPlatformLine | undefined {
  const line = text.trim();
  const [, word = "", rest = ""] = /^([A-Z_]+)\s+(.*)$/s.exec(line) ?? [];
  return Object.hasOwn(byFirstWord, word)
    ? byFirstWord[word]?.(new LineFields(rest), rest)
    : (errorOf(line) ?? timeoutOf(line));
}

type Parse = (fields: LineFields, rest: string) => ParsedPlatformLine | undefined;

const byFirstWord: Readonly<Record<string, Parse>> = {
  INIT_START: (fields) => ({ kind: "initStart", ...runtimeVersionOf(fields) }),
  RESTORE_START: (fields) => ({ kind: "restoreStart", ...runtimeVersionOf(fields) }),
  INIT_REPORT: (fields) => {
    const initMs = fields.takeQuantity("Init Duration", "ms");
    return initMs === undefined
      ? undefined
      : { kind: "initReport", initMs, phase: fields.takeWord("Phase"), ...endingOf(fields) };
  },
  RESTORE_REPORT: (fields) => {
    const restoreMs = fields.takeQuantity("Restore Duration", "ms");
    return restoreMs === undefined ? undefined : { kind: "restoreReport", restoreMs, ...endingOf(fields) };
  },
  START: (fields) => {
    const requestId = fields.takeWord("RequestId");
    return requestId === undefined
      ? undefined
      : { kind: "start", requestId, version: fields.takeWord("Version") };
  },
  END: (fields) => {
    const requestId = fields.takeWord("RequestId");
    return requestId === undefined ? undefined : { kind: "end", requestId };
  },
  EXTENSION: (fields) => {
    const name = fields.takeText("Name");
    const state = fields.takeText("State");
    const events = eventsOf(fields.takeText("Events") ?? "");
    return name === undefined
      ? undefined
      : { kind: "extension", name, state, events, errorType: fields.takeWord("Error Type") };
  },
  TELEMETRY: (fields) => subscriptionOf(fields),
  LOGS: (fields) => subscriptionOf(fields),
  XRAY: (fields) => {
    const traceId = fields.takeWord("TraceId");
    const segmentId = fields.takeWord("SegmentId");
    const sampled = fields.takeOneOf("Sampled", ["true", "false"]);
    return traceId === undefined
      ? undefined
      : { kind: "xray", traceId, segmentId, sampled: sampled === undefined ? undefined : sampled === "true" };
  },
};

function runtimeVersionOf(fields: LineFields) {
  return {
    runtimeVersion: fields.takeWord("Runtime Version"),
    runtimeVersionArn: fields.takeWord("Runtime Version ARN"),
  };
}

function endingOf(fields: LineFields) {
  return {
    status: fields.takeOneOf("Status", platformStatuses),
    errorType: fields.takeWord("Error Type"),
  };
}

/** `TELEMETRY Name: collector State: Subscribed Types: [Platform]` */
function subscriptionOf(fields: LineFields): ParsedPlatformLine | undefined {
  return fields.takeText("Name") === undefined || fields.takeText("Types") === undefined
    ? undefined
    : { kind: "other", type: "platform.telemetrySubscription" };
}

/** `[INVOKE, SHUTDOWN]` */
function eventsOf(text: string): readonly string[] {
  return text.match(/\w+/g) ?? [];
}

/** `RequestId: c3252230-… Error: Runtime exited with error: signal: killed`, or `… Process exited before completing request` */
function errorOf(line: string): ParsedPlatformLine | undefined {
  const [, requestId, message] =
    /^RequestId: (\S+) (?:Error: )?((?<=Error: ).+|Process exited before completing request)$/s.exec(line) ??
    [];
  return requestId === undefined || message === undefined ? undefined : { kind: "error", requestId, message };
}

/** `2024-03-04T17:22:38.033Z b70435cc-… Task timed out after 3.00 seconds`, the time being the platform's own. */
function timeoutOf(line: string): ParsedPlatformLine | undefined {
  const [, requestId, seconds] =
    /^(?:\S+ )?(\S+) Task timed out after (\d{1,9}(?:\.\d{1,9})?) seconds$/.exec(line) ?? [];
  return requestId === undefined
    ? undefined
    : { kind: "timedOut", requestId, afterMs: Number(seconds) * 1000 };
}
