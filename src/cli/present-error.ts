import { formatProblem, InputError, UnavailableError } from "../shared/errors.ts";
import { outOfMeans } from "../shared/out-of-means.ts";
import { type ExitCode, exitCode } from "./exit-codes.ts";
import { StoppedAtOnce } from "./stop-signals.ts";

/** What thaw says of an error, and with which code it ends. */
export interface PresentedError {
  /** Absent when all is said. */
  readonly text: string | undefined;
  readonly code: ExitCode;
}

/** Words for anything thrown: known errors in their own, anything else as the bug that it is. */
export function presentError(error: unknown): PresentedError {
  if (error instanceof InputError) {
    return { text: error.problems.map(formatProblem).join("\n"), code: exitCode.badInput };
  }
  if (error instanceof StoppedAtOnce) {
    return { text: undefined, code: error.code };
  }
  const unavailable = error instanceof UnavailableError ? error : outOfMeans(error);
  if (unavailable !== undefined) {
    const hint = unavailable.hint === undefined ? "" : `\n  ${unavailable.hint}`;
    return { text: `${unavailable.message}${hint}`, code: exitCode.unavailable };
  }
  const detail = error instanceof Error ? (error.stack ?? error.message) : String(error);
  return { text: `thaw: this is a bug in thaw, please report it\n${detail}`, code: exitCode.bug };
}
