/** One thing that is wrong with an input, with the place where it stands. */
export interface Problem {
  /** Where: `scenarios/a.yaml:12:14 matrix.memory[0]`, `--cold`, a path. */
  readonly place: string;
  /** `expected <what>, got <value>`. */
  readonly message: string;
  /** What to do about it, shown on a line of its own. */
  readonly hint?: string | undefined;
}

/** The input is wrong: flags, scenario files, a run directory. Carries every problem found, not the first. */
export class InputError extends Error {
  readonly code = "input";
  readonly problems: readonly Problem[];

  constructor(problems: readonly Problem[], options?: ErrorOptions) {
    super(problems.map(formatProblem).join("\n"), options);
    this.name = "InputError";
    this.problems = problems;
  }
}

/** A target or runtime that was asked for is not available on this machine. */
export class UnavailableError extends Error {
  readonly code = "unavailable";
  /** What would make it available. */
  readonly hint: string | undefined;

  constructor(message: string, hint?: string, options?: ErrorOptions) {
    super(message, options);
    this.name = "UnavailableError";
    this.hint = hint;
  }
}

/**
 * What a target shares among environments went away under one, and may be had again: nothing that was seen of that
 * environment says anything of the function, and it may be taken anew.
 */
export class LostError extends Error {
  readonly code = "lost";

  constructor(message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = "LostError";
  }
}

/** One environment failed, and not by the function. */
export class TargetError extends Error {
  readonly code = "target";
  /** Nothing that could be advised. */
  readonly hint = undefined;

  constructor(message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = "TargetError";
  }
}

/** A variant could not be prepared: its build failed, its code or handler is missing. The rest of the run goes on. */
export class PreparationError extends Error {
  readonly code = "preparation";
  readonly hint: string | undefined;

  constructor(message: string, hint?: string, options?: ErrorOptions) {
    super(message, options);
    this.name = "PreparationError";
    this.hint = hint;
  }
}

/** `place: message`, and the hint indented on the next line. */
export function formatProblem(problem: Problem): string {
  const line = `${problem.place}: ${problem.message}`;
  return problem.hint === undefined ? line : `${line}\n  ${problem.hint}`;
}

/** The text of anything thrown. */
export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
