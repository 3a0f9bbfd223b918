import type { z } from "zod";
import { suggest } from "../shared/suggest.ts";
import type { Path, ScenarioDocument } from "./document.ts";
import type { ProblemReport } from "./report.ts";
import { type ScenarioFile, scenarioSchema } from "./schema.ts";
import { allowedKeys } from "./schema-parts.ts";

/** A file that passed the schema, whole or without its wrong parts. */
export interface CheckedFile {
  readonly file: ScenarioFile;
  /** False when parts were cut away because they were wrong: what is missing then is not to be reported. */
  readonly whole: boolean;
}

/**
 * Checks a document against the schema and reports every problem. Wrong parts are cut away and the rest is handed
 * on, so that later checks find what else is wrong; undefined when too little is left.
 */
export function checkDocument(document: ScenarioDocument, report: ProblemReport): CheckedFile | undefined {
  const first = scenarioSchema.safeParse(document.value);
  if (first.success) {
    return { file: first.data, whole: true };
  }
  for (const issue of first.error.issues) {
    reportIssue(issue, report);
  }
  const second = scenarioSchema.safeParse(without(document.value, first.error.issues.flatMap(wrongPaths)));
  return second.success ? { file: second.data, whole: false } : undefined;
}

function reportIssue(issue: z.core.$ZodIssue, report: ProblemReport): void {
  const path = issue.path.map(toStep);
  if (issue.code === "unrecognized_keys") {
    const allowed = allowedKeys(issue.message);
    for (const key of issue.keys) {
      report.key([...path, key], issue.message, JSON.stringify(key), suggest(key, allowed));
    }
  } else if (issue.code === "invalid_key") {
    report.key(path, issue.issues[0]?.message ?? issue.message);
  } else {
    report.value(path, issue.message);
  }
}

/** What to cut away. A list goes as a whole: without one item the indexes of the others would be wrong. */
function wrongPaths(issue: z.core.$ZodIssue): readonly Path[] {
  const path = issue.path.map(toStep);
  if (issue.code === "unrecognized_keys") {
    return issue.keys.map((key) => [...path, key]);
  }
  return [typeof path.at(-1) === "number" ? path.slice(0, -1) : path];
}

function toStep(step: PropertyKey): string | number {
  return typeof step === "symbol" ? String(step) : step;
}

/** A copy without the values at some paths. */
function without(value: unknown, paths: readonly Path[]): unknown {
  const isCut = (key: string): boolean => paths.some((path) => path.length === 1 && path[0] === key);
  const below = (key: string | number): readonly Path[] =>
    paths.filter((path) => path.length > 1 && path[0] === key).map((path) => path.slice(1));
  if (paths.length === 0 || typeof value !== "object" || value === null) {
    return value;
  }
  if (Array.isArray(value)) {
    return value.map((item: unknown, index) => without(item, below(index)));
  }
  const kept = Object.entries(value).filter(([key]) => !isCut(key));
  return Object.fromEntries(kept.map(([key, item]: [string, unknown]) => [key, without(item, below(key))]));
}
