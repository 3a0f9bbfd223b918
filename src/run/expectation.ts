import type { SampleError } from "../samples/sample.ts";
import type { Json } from "../shared/json.ts";

/**
 * Holds an answer against a scenario's `expect`: objects must contain the expected keys, everything else must be
 * equal. Returns what differs first, in the form of a failed sample's error, or undefined when all is there.
 */
export function unexpectedAnswer(expected: Json, body: Uint8Array | undefined): SampleError | undefined {
  const parsed = parseAnswer(body);
  const difference =
    parsed === undefined
      ? `expected a JSON answer, got ${cropped(Buffer.from(body ?? []).toString("utf8")) || "nothing"}`
      : differenceOf(expected, parsed.value, "answer");
  return difference === undefined ? undefined : { type: "Thaw.UnexpectedAnswer", message: difference };
}

function parseAnswer(body: Uint8Array | undefined): { readonly value: unknown } | undefined {
  try {
    return { value: JSON.parse(Buffer.from(body ?? []).toString("utf8")) };
  } catch {
    return undefined;
  }
}

function differenceOf(expected: Json, actual: unknown, path: string): string | undefined {
  if (Array.isArray(expected)) {
    return differenceOfLists(expected, actual, path);
  }
  if (expected !== null && typeof expected === "object") {
    return differenceOfObjects(expected as { readonly [key: string]: Json }, actual, path);
  }
  return expected === actual ? undefined : mismatch(path, expected, actual);
}

function differenceOfLists(expected: readonly Json[], actual: unknown, path: string): string | undefined {
  if (!Array.isArray(actual) || actual.length !== expected.length) {
    return mismatch(path, expected, actual);
  }
  return firstDefined(expected.map((item, index) => differenceOf(item, actual[index], `${path}[${index}]`)));
}

function differenceOfObjects(
  expected: { readonly [key: string]: Json },
  actual: unknown,
  path: string,
): string | undefined {
  if (actual === null || typeof actual !== "object" || Array.isArray(actual)) {
    return mismatch(path, expected, actual);
  }
  const found = new Map<string, unknown>(Object.entries(actual));
  return firstDefined(
    Object.entries(expected).map(([key, item]) => differenceOf(item, found.get(key), `${path}.${key}`)),
  );
}

function firstDefined(differences: readonly (string | undefined)[]): string | undefined {
  return differences.find((difference) => difference !== undefined);
}

function mismatch(path: string, expected: Json, actual: unknown): string {
  return `${path}: expected ${JSON.stringify(expected)}, got ${cropped(JSON.stringify(actual) ?? "nothing")}`;
}

function cropped(text: string): string {
  return text.length > 200 ? `${text.slice(0, 200)}…` : text;
}
