import type { Problem } from "../shared/errors.ts";
import type { Path, ScenarioDocument } from "./document.ts";

/** Collects what is wrong with one scenario file. */
export interface ProblemReport {
  /** Something about the value at a path; `got` is shown as it is, and read from the file when it is not given. */
  value(path: Path, expected: string, got?: string, hint?: string): void;
  /** Something about the key that a path ends in. */
  key(path: Path, expected: string, got?: string, hint?: string): void;
  /** A whole message about the key that a path ends in. */
  add(path: Path, message: string, hint?: string): void;
  /** The place of a value, for problems that are found later. */
  place(path: Path): string;
  /** All problems, in the order of the file. */
  problems(): readonly Problem[];
}

/** A report on a document. What is said twice, because several runtimes share it, is kept once. */
export function reportOn(document: ScenarioDocument): ProblemReport {
  const found: { readonly offset: number; readonly problem: Problem }[] = [];
  const add = (offset: number, path: Path, message: string, hint: string | undefined): void => {
    const place = document.place(offset, path);
    if (!found.some(({ problem }) => problem.place === place && problem.message === message)) {
      found.push({ offset, problem: { place, message, hint } });
    }
  };
  return {
    value: (path, expected, got, hint) =>
      add(
        document.valueOffset(path),
        path,
        `expected ${expected}, got ${got ?? describeAt(document.value, path)}`,
        hint,
      ),
    key: (path, expected, got, hint) =>
      add(document.keyOffset(path), path, `expected ${expected}, got ${got ?? describe(path.at(-1))}`, hint),
    add: (path, message, hint) => add(document.keyOffset(path), path, message, hint),
    place: (path) => document.place(document.valueOffset(path), path),
    problems: () => found.toSorted((a, b) => a.offset - b.offset).map(({ problem }) => problem),
  };
}

/** A value in an error message; a variable of the function is never shown. */
function describeAt(root: unknown, path: Path): string {
  const value = path.reduce<unknown>(childOf, root);
  return path.includes("environment") ? kindOf(value) : describe(value);
}

function describe(value: unknown): string {
  if (typeof value === "string") {
    return JSON.stringify(value.length > longestShown ? `${value.slice(0, longestShown)}…` : value);
  }
  return value === null || typeof value === "object" ? kindOf(value) : String(value ?? "nothing");
}

function kindOf(value: unknown): string {
  if (value === undefined || value === null) {
    return "nothing";
  }
  if (Array.isArray(value)) {
    return value.length === 0 ? "an empty list" : "a list";
  }
  return typeof value === "object" ? "a mapping" : `a ${typeof value === "string" ? "text" : typeof value}`;
}

function childOf(parent: unknown, step: string | number): unknown {
  return typeof parent === "object" && parent !== null && Object.hasOwn(parent, step)
    ? Reflect.get(parent, step)
    : undefined;
}

const longestShown = 80;
