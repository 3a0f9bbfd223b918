import type { SampleError, SampleStatus } from "../../samples/sample.ts";
import { fieldOf } from "../../shared/field-of.ts";
import type { InvocationLog } from "./invocation-log.ts";

/** How an invocation ended by itself, without regard to whether it was cold. */
export interface InvocationEnd {
  readonly status: SampleStatus;
  readonly error?: SampleError | undefined;
}

/** What Lambda answered. */
export interface FunctionAnswer {
  /** `X-Amz-Function-Error`; absent where the function answered. */
  readonly functionError?: string | undefined;
  readonly payload: Uint8Array;
  /** The caller waited for it; else the log alone tells. */
  readonly answered: boolean;
}

/** Error types of functions that do not even begin. Sources: the runtimes' own clients; AWS's emulator, `internal/lambda/fatalerror`. */
const initErrors = new Set([
  "Extension.InitError",
  "Extension.LaunchError",
  "Runtime.InitError",
  "Runtime.ImportModuleError",
  "Runtime.HandlerNotFound",
  "Runtime.MalformedHandlerName",
  "Runtime.UserCodeSyntaxError",
  "Runtime.BadFunctionCode",
  "Runtime.InvalidEntrypoint",
  "Runtime.InvalidWorkingDir",
  "Runtime.InvalidTaskConfig",
]);

const crashes = new Set([
  "Runtime.ExitError",
  "Extension.ExitError",
  "Extension.Crash",
  "Sandbox.Failure",
  "Runtime.NodeJsExit",
]);

/** The status of an invocation, from its answer and what the platform's log says of it. */
export function endOf(answer: FunctionAnswer, log: InvocationLog | undefined): InvocationEnd {
  const { functionError, answered } = answer;
  const { status, errorType } = log?.report ?? {};
  const isToldByLog = !answered && log?.failure !== undefined;
  if (functionError === undefined && (status === undefined || status === "success") && !isToldByLog) {
    return { status: "ok" };
  }
  const error = errorOf(answer, log?.failure, errorType ?? functionError ?? "Function.Unknown");
  return { status: statusOf(error, log), error };
}

/** The function's own words: in its answer, or in its log where the answer is none of its own. */
function errorOf(
  { payload }: FunctionAnswer,
  logged: SampleError | undefined,
  fallback: string,
): SampleError {
  const text = Buffer.from(payload).toString("utf8");
  return errorIn(text, fallback) ?? logged ?? { type: fallback, message: text.slice(0, 1000) };
}

function statusOf({ type, message }: SampleError, log: InvocationLog | undefined): SampleStatus {
  const { status, errorType = type, memoryMb, maxMemoryMb } = log?.report ?? {};
  if (status === "timeout" || /^Sandbox\.Timed?out$/.test(type) || /Task timed out after/.test(message)) {
    return "timeout";
  }
  // Where a process is killed for its memory, some runtimes' errors tell only that it was killed.
  const killedFull = /signal: killed/.test(message) && memoryMb !== undefined && maxMemoryMb === memoryMb;
  if (errorType === "Runtime.OutOfMemory" || type === "Runtime.OutOfMemory" || killedFull) {
    return "out-of-memory";
  }
  if (initErrors.has(type) || initErrors.has(errorType) || log?.initReports.some(failedInside) === true) {
    return "init-error";
  }
  return crashes.has(type) || crashes.has(errorType) ? "crash" : "function-error";
}

/** An init that failed, was repeated inside of the invocation and failed again. */
function failedInside({ phase, status }: InvocationLog["initReports"][number]): boolean {
  return phase === "invoke" && status !== undefined && status !== "success";
}

/** `{"errorType":"TypeError","errorMessage":"…"}`; undefined for anything that is not JSON. */
function errorIn(text: string, fallback: string): SampleError | undefined {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return undefined;
  }
  const type = fieldOf(value, "errorType");
  const message = fieldOf(value, "errorMessage");
  return {
    type: typeof type === "string" && type !== "" ? type : fallback,
    message: typeof message === "string" ? message : "",
  };
}
