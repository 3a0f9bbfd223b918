import type { z } from "zod";
import type { Problem } from "./errors.ts";

/** What a schema says against a value, as a problem of the input. `place` is where the whole value stands. */
export function schemaProblem(place: string, issue: z.core.$ZodIssue, value: unknown): Problem {
  const path = issue.code === "unrecognized_keys" ? [...issue.path, issue.keys[0] ?? ""] : issue.path;
  const found = JSON.stringify(valueAt(value, path)) ?? "nothing";
  return {
    place: `${place} ${pathText(path)}`.trim(),
    message: `expected ${expectedBy(issue)}, got ${found}`,
  };
}

function expectedBy(issue: z.core.$ZodIssue): string {
  switch (issue.code) {
    case "invalid_type":
      return issue.expected;
    case "invalid_value":
      return `one of ${issue.values.map(String).join(", ")}`;
    case "unrecognized_keys":
      return "no such key";
    default:
      return issue.message;
  }
}

function pathText(path: readonly PropertyKey[]): string {
  return path
    .map((key) => (typeof key === "number" ? `[${key}]` : `.${String(key)}`))
    .join("")
    .replace(/^\./, "");
}

function valueAt(value: unknown, path: readonly PropertyKey[]): unknown {
  return path.reduce<unknown>(
    (held, key) => (held !== null && typeof held === "object" ? Reflect.get(held, key) : undefined),
    value,
  );
}
