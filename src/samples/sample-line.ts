import type { Sample } from "./sample.ts";

/** How a field is written. Only numbers are rounded; groups are objects of numbers. */
type FieldKind = "plain" | "number" | "group";

/** Every field of a line, in the order in which it is written. */
const fields: { readonly [Field in keyof Required<Sample>]: FieldKind } = {
  target: "plain",
  variant: "plain",
  side: "plain",
  segment: "plain",
  block: "plain",
  attempt: "plain",
  environment: "plain",
  invocation: "plain",
  temperature: "plain",
  method: "plain",
  status: "plain",
  error: "plain",
  warmup: "plain",
  takenAt: "plain",
  provisionMs: "number",
  extensionInitMs: "group",
  initMs: "number",
  failedInitMs: "number",
  suppressedInitMs: "number",
  restoreMs: "number",
  gapMs: "number",
  invokeMs: "number",
  firstByteMs: "number",
  overheadMs: "number",
  extensionOverheadMs: "group",
  durationMs: "number",
  coldStartMs: "number",
  coldTotalMs: "number",
  roundTripMs: "number",
  unattributedMs: "number",
  billedMs: "number",
  billedRestoreMs: "number",
  maxMemoryMb: "number",
  peakWithCacheMb: "number",
  cpuInitMs: "number",
  cpuInvokeMs: "number",
  throttledInitMs: "number",
  throttledInvokeMs: "number",
  initStart: "plain",
  responseBytes: "plain",
  copy: "plain",
  requestId: "plain",
  httpStatus: "plain",
  runtimeVersionArn: "plain",
  platformMs: "group",
  tail: "plain",
  otherFacts: "plain",
  noise: "group",
  recycled: "plain",
  last: "plain",
};

const order = Object.entries(fields);

/**
 * A sample as a line of `samples.ndjson`, newline included: fields in a fixed order, absent ones left out,
 * measured numbers rounded to 1e-6 (for milliseconds a nanosecond, the resolution of the clock).
 */
export function formatSample(sample: Sample): string {
  const values: Readonly<Record<string, unknown>> = { ...sample };
  const line: Record<string, unknown> = {};
  for (const [field, kind] of order) {
    const value = values[field];
    if (value !== undefined) {
      line[field] = kind === "plain" ? value : kind === "number" ? rounded(value) : roundedGroup(value);
    }
  }
  return `${JSON.stringify(line)}\n`;
}

function rounded(value: unknown): unknown {
  return typeof value === "number" ? Math.round(value * 1e6) / 1e6 : value;
}

function roundedGroup(group: unknown): unknown {
  return group !== null && typeof group === "object"
    ? Object.fromEntries(Object.entries(group).map(([name, value]) => [name, rounded(value)]))
    : group;
}
