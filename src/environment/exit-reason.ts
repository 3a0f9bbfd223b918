import { type Failure, failure } from "../runtime-api/failure.ts";
import type { RuntimeExit } from "./sandbox.ts";

/** Lambda's names of signals: those of Go's runtime on Linux, in which its core is written. */
const signalNames: Readonly<Partial<Record<NodeJS.Signals, string>>> = {
  SIGABRT: "aborted",
  SIGALRM: "alarm clock",
  SIGBUS: "bus error",
  SIGFPE: "floating point exception",
  SIGHUP: "hangup",
  SIGILL: "illegal instruction",
  SIGINT: "interrupt",
  SIGKILL: "killed",
  SIGPIPE: "broken pipe",
  SIGQUIT: "quit",
  SIGSEGV: "segmentation fault",
  SIGSYS: "bad system call",
  SIGTERM: "terminated",
  SIGTRAP: "trace/breakpoint trap",
  SIGUSR1: "user defined signal 1",
  SIGUSR2: "user defined signal 2",
  SIGXCPU: "CPU time limit exceeded",
  SIGXFSZ: "file size limit exceeded",
};

/** The end of a runtime's process as Lambda reports it to the caller. */
export function exitFailure(exit: RuntimeExit, requestId: string): Failure {
  if (exit.launchError !== undefined) {
    return platformFailure("Runtime.InvalidEntrypoint", requestId, exit.launchError);
  }
  return platformFailure("Runtime.ExitError", requestId, exitReason(exit));
}

/** The function did not finish in its time. */
export function timeoutFailure(timeoutMs: number, requestId: string): Failure {
  return platformFailure("Sandbox.Timedout", requestId, `Task timed out after ${seconds(timeoutMs)} seconds`);
}

/** The runtime did not ask for its first event in time. Lambda would try again; it has no words for the caller. */
export function initTimeoutFailure(limitMs: number, requestId: string): Failure {
  return platformFailure("Sandbox.Timedout", requestId, `Init timed out after ${seconds(limitMs)} seconds`);
}

function exitReason(exit: RuntimeExit): string {
  if (exit.signal !== null) {
    return `Runtime exited with error: signal: ${signalNames[exit.signal] ?? exit.signal}`;
  }
  return exit.code === 0 || exit.code === null
    ? "Runtime exited without providing a reason"
    : `Runtime exited with error: exit status ${exit.code}`;
}

// In these documents Lambda puts the type first.
function platformFailure(type: string, requestId: string, reason: string): Failure {
  const errorMessage = `RequestId: ${requestId} Error: ${reason}`;
  const document = Buffer.from(JSON.stringify({ errorType: type, errorMessage }));
  return { ...failure(type, errorMessage), document };
}

function seconds(ms: number): string {
  return (ms / 1000).toFixed(2);
}
