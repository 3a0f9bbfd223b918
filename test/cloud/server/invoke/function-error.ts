import type { Outcome } from "../options.ts";

/** A function's failure: Lambda answers 200, with a header and this body. */
export interface FunctionError {
  readonly header: "Unhandled";
  readonly body: { readonly errorType: string; readonly errorMessage: string };
  /** What the REPORT line says of it; nothing of errors that the function reported. */
  readonly status?: "error" | "timeout";
  readonly errorType?: string;
}

export function errorOf(
  outcome: Outcome,
  requestId: string,
  timeoutSeconds: number,
): FunctionError | undefined {
  switch (outcome) {
    case "ok":
      return undefined;
    case "error":
      return {
        header: "Unhandled",
        body: { errorType: "Error", errorMessage: "the function was told to fail" },
      };
    case "timeout":
      return {
        header: "Unhandled",
        status: "timeout",
        body: {
          errorType: "Sandbox.Timedout",
          errorMessage: `RequestId: ${requestId} Error: Task timed out after ${timeoutSeconds.toFixed(2)} seconds`,
        },
      };
    case "crash":
      return ended("Runtime.ExitError", "Runtime exited with error: exit status 1", requestId);
    case "init-error":
      return ended("Runtime.ExitError", "Runtime exited with error: exit status 2", requestId);
    case "out-of-memory":
      return ended("Runtime.OutOfMemory", "Runtime exited with error: signal: killed", requestId);
  }
}

function ended(errorType: string, message: string, requestId: string): FunctionError {
  return {
    header: "Unhandled",
    status: "error",
    errorType,
    body: {
      errorType: errorType === "Runtime.OutOfMemory" ? "Runtime.ExitError" : errorType,
      errorMessage: `RequestId: ${requestId} Error: ${message}`,
    },
  };
}
