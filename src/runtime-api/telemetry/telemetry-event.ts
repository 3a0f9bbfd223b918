/** Which of the three streams an event belongs to: what a subscription chooses between. */
export type TelemetryStream = "platform" | "function" | "extension";

/**
 * One event as the Telemetry API delivers it, before a schema version gives it its last form.
 * Source: AWS Lambda Developer Guide, "Lambda Telemetry API Event schema reference".
 */
export interface TelemetryEvent {
  /** `platform.start`, `platform.report`, …, `function`, `extension`. */
  readonly type: string;
  /** When it happened, not when it was delivered. */
  readonly time: Date;
  /** A platform event's fields, or one line of a log. */
  readonly record: Readonly<Record<string, unknown>> | string;
}

/** The stream of an event's type. */
export function streamOf(type: string): TelemetryStream {
  return type === "function" || type === "extension" ? type : "platform";
}
