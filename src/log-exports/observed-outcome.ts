import type { ParsedReport } from "../report-lines/parse-report.ts";
import type { SampleError, SampleStatus } from "../samples/sample.ts";
import type { FailureItem } from "./log-item.ts";

/** How an invocation ended. */
export interface Outcome {
  readonly status: SampleStatus;
  readonly error?: SampleError | undefined;
}

/** As Lambda calls what took longer than the function's timeout. */
const timeoutType = "Sandbox.Timedout";
/** Where nothing says of which kind an error is. */
const unknownType = "unknown";

/**
 * How an invocation ended, by its REPORT line and, in logs that have no Status there, by the line that tells the failure.
 * A function that answers with an error is told by the JSON format alone (`failure`): elsewhere it counts as ok.
 */
export function outcomeOf(report: ParsedReport, failure: FailureItem | undefined): Outcome {
  const message = failure?.message ?? "";
  const type = report.errorType ?? unknownType;
  switch (report.status) {
    case "timeout":
      return { status: "timeout", error: { type: report.errorType ?? timeoutType, message } };
    case "failure":
      return { status: "function-error", error: { type, message } };
    case "error":
      return { status: statusOfError(type), error: { type, message } };
    case "success":
    case undefined:
      return failure === undefined ? { status: "ok" } : olderOutcome(report, failure);
    default:
      return report.status satisfies never;
  }
}

/** A runtime that was killed when all of its memory was used ran out of it. */
function olderOutcome({ memoryMb, maxMemoryMb }: ParsedReport, { status, message }: FailureItem): Outcome {
  if (status === "timeout") {
    return { status, error: { type: timeoutType, message } };
  }
  const isFull = memoryMb !== undefined && maxMemoryMb !== undefined && maxMemoryMb >= memoryMb;
  const ranOut = message.includes("signal: killed") && isFull;
  return { status: ranOut ? "out-of-memory" : "crash", error: { type: "Runtime.ExitError", message } };
}

/** Errors that come from loading a function or an extension. Source: the emulator's `fatalerror` package, and logs. */
const initErrors: ReadonlySet<string> = new Set([
  "Extension.InitError",
  "Extension.LaunchError",
  "Runtime.AfterRestoreError",
  "Runtime.BadFunctionCode",
  "Runtime.BeforeCheckpointError",
  "Runtime.BeforeSnapshotError",
  "Runtime.HandlerNotFound",
  "Runtime.ImportModuleError",
  "Runtime.InvalidEntrypoint",
  "Runtime.InvalidTaskConfig",
  "Runtime.InvalidWorkingDir",
  "Runtime.MalformedHandlerName",
  "Runtime.RestoreHookUserTimeout",
  "Runtime.UserCodeSyntaxError",
]);

function statusOfError(type: string): SampleStatus {
  if (type === "Runtime.OutOfMemory") {
    return "out-of-memory";
  }
  if (initErrors.has(type)) {
    return "init-error";
  }
  return type === unknownType || /^(Runtime|Extension|Sandbox)\./.test(type) ? "crash" : "function-error";
}
