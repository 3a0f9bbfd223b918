import { phases } from "./phases.ts";
import type { ColdMethod, Sample, SampleStatus, Side, TargetName, Temperature } from "./sample.ts";

/** A parsed line, or in words what is wrong with it. */
export type ParsedSample = { readonly sample: Sample } | { readonly problem: string };

const targets = ["process", "docker", "lambda"] as const satisfies readonly TargetName[];
const sides = ["baseline", "candidate"] as const satisfies readonly Side[];
const temperatures = ["cold", "warm"] as const satisfies readonly Temperature[];
const methods: { readonly [Method in ColdMethod]: true } = {
  spawn: true,
  container: true,
  "config-update": true,
  "published-version": true,
  "first-deploy": true,
  burst: true,
  idle: true,
  restore: true,
  provisioned: true,
  observed: true,
};
const statuses: { readonly [Status in SampleStatus]: true } = {
  ok: true,
  "function-error": true,
  "init-error": true,
  timeout: true,
  crash: true,
  "out-of-memory": true,
  contaminated: true,
  throttled: true,
  "target-error": true,
};

type Check = readonly [expected: string, holds: (value: unknown) => boolean];

const checks: readonly (readonly [field: string, ...Check])[] = [
  ["target", ...oneOf(targets)],
  ["variant", ...text()],
  ["side", ...optional(oneOf(sides))],
  ["segment", ...count()],
  ["block", ...count()],
  ["attempt", ...count()],
  ["environment", ...text()],
  ["invocation", ...count()],
  ["temperature", ...oneOf(temperatures)],
  ["method", ...optional(oneOf(Object.keys(methods)))],
  ["status", ...oneOf(Object.keys(statuses))],
  ["error", ...optional(errorShape())],
  ["warmup", ...optional(oneOf([true]))],
  ["recycled", ...optional(oneOf([true]))],
  ["last", ...optional(oneOf([true]))],
  ["takenAt", ...optional(text())],
  ...[
    ...phases.map((phase) => `${phase}Ms`),
    "failedInitMs",
    "suppressedInitMs",
    "billedMs",
    "billedRestoreMs",
    "maxMemoryMb",
    "peakWithCacheMb",
    "cpuInitMs",
    "cpuInvokeMs",
    "throttledInitMs",
    "throttledInvokeMs",
    "responseBytes",
  ].map((field) => [field, ...optional(number())] as const),
  ["copy", ...optional(count())],
  ["requestId", ...optional(text())],
  ["httpStatus", ...optional(count())],
  ["runtimeVersionArn", ...optional(text())],
  ["platformMs", ...optional(numbers())],
  ["tail", ...optional(oneOf([false]))],
  ["otherFacts", ...optional(texts())],
  ["initStart", ...optional(oneOf(["engine"]))],
  ["extensionInitMs", ...optional(numbers())],
  ["extensionOverheadMs", ...optional(numbers())],
  ["noise", ...optional(numbers())],
];

/** Checks one line of `samples.ndjson`. Fields that it does not know are left alone: a later version may add some. */
export function parseSample(line: string): ParsedSample {
  let value: unknown;
  try {
    value = JSON.parse(line);
  } catch {
    return { problem: `expected a sample as JSON, got ${shown(line)}` };
  }
  if (!isObject(value)) {
    return { problem: `expected a sample as JSON, got ${shown(line)}` };
  }
  return isSample(value) ? { sample: value } : { problem: problemOf(value) };
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return value !== null && typeof value === "object" && !Array.isArray(value);
}

function isSample(
  fields: Readonly<Record<string, unknown>>,
): fields is Readonly<Record<string, unknown>> & Sample {
  return checks.every(([field, , holds]) => holds(fields[field]));
}

function problemOf(fields: Readonly<Record<string, unknown>>): string {
  for (const [field, expected, holds] of checks) {
    if (!holds(fields[field])) {
      return `${field}: expected ${expected}, got ${shown(JSON.stringify(fields[field]) ?? "nothing")}`;
    }
  }
  return "expected a sample";
}

function shown(found: string): string {
  return found.length > 60 ? `${found.slice(0, 60)}…` : found;
}

function text(): Check {
  return ["text", (value) => typeof value === "string" && value !== ""];
}

function count(): Check {
  return [
    "a count from 0",
    (value) => typeof value === "number" && Number.isSafeInteger(value) && value >= 0,
  ];
}

function number(): Check {
  return ["a number", (value) => typeof value === "number" && Number.isFinite(value)];
}

function numbers(): Check {
  const holds = (value: unknown) =>
    isObject(value) && Object.values(value).every((item) => typeof item === "number");
  return ["an object of numbers", holds];
}

function texts(): Check {
  const holds = (value: unknown) =>
    isObject(value) && Object.values(value).every((item) => typeof item === "string");
  return ["an object of texts", holds];
}

function errorShape(): Check {
  const holds = (value: unknown) =>
    isObject(value) && typeof value.type === "string" && typeof value.message === "string";
  return ["an error with type and message", holds];
}

function oneOf(allowed: readonly unknown[]): Check {
  const set = new Set(allowed);
  return [`one of ${allowed.join(", ")}`, (value) => set.has(value)];
}

function optional([expected, holds]: Check): Check {
  return [expected, (value) => value === undefined || holds(value)];
}
