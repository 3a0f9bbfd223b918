import { EventFields } from "./event-fields.ts";
import type { ParsedSpan } from "./parsed-platform-line.ts";

/** The parts of an invocation that an event names; those without name or duration are left out. */
export function parseSpans(value: unknown): readonly ParsedSpan[] {
  return Array.isArray(value) ? value.flatMap(spanOf) : [];
}

function spanOf(value: unknown): readonly ParsedSpan[] {
  const span = new EventFields(value);
  const name = span.takeText("name");
  const durationMs = span.takeNumber("durationMs");
  return name === undefined || durationMs === undefined
    ? []
    : [{ name, start: span.takeText("start"), durationMs }];
}
