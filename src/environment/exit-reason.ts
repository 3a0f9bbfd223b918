import type { Extension } from "../runtime-api/extensions/extension.ts";
import type { ExtensionRegistry } from "../runtime-api/extensions/registry.ts";
import { type Failure, failure } from "../runtime-api/failure.ts";
import type { Emulation } from "./emulation.ts";
import { memoryWords } from "./memory-words.ts";
import type { EnvironmentParts } from "./parts.ts";
import type { ProcessEnd } from "./processes.ts";
import type { ProcessExit } from "./sandbox.ts";

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

/**
 * The end of a process as Lambda reports it to the caller. An extension that had reported an error before stays the reason,
 * whichever process ended first. Reads at once what memory was used.
 */
export function exitFailure(end: ProcessEnd, parts: ExitParts): (requestId: string) => Failure {
  const used = end.exit.outOfMemory ? parts.sandbox.resources() : undefined;
  return (requestId) => {
    const told = toldFailure(end, requestId, parts.api.extensions);
    // The document is Lambda's; which memory that was, it does not say.
    return used === undefined ? told : { ...told, message: `${told.message} (${memoryWords(parts, used)})` };
  };
}

type ExitParts = Pick<EnvironmentParts, "api" | "sandbox" | "memoryMb">;

function toldFailure(end: ProcessEnd, requestId: string, extensions: ExtensionRegistry): Failure {
  const { role } = end;
  const reported = extensions.firstFailed;
  const type = reported === undefined ? exitType(end) : reportedType(reported);
  const told = platformFailure(type, requestId, exitReason(end));
  const blamed = reported?.name ?? (role.kind === "extension" ? role.name : undefined);
  // The document is Lambda's; which of the extensions it was, it does not say.
  return blamed === undefined ? told : { ...told, message: `${told.message} (extension ${blamed})` };
}

/** The function did not finish in its time. */
export function timeoutFailure(timeoutMs: number, requestId: string, emulation: Emulation): Failure {
  return platformFailure(
    emulation.timeoutError,
    requestId,
    `Task timed out after ${(timeoutMs / 1000).toFixed(2)} seconds`,
  );
}

/** A restore or its hooks took longer than Lambda waits. Source: AWS's emulator, `internal/lambda/interop/model.go`. */
export function restoreTimeoutFailure(limitMs: number, requestId: string): Failure {
  const reason = `Restore timed out after ${(limitMs / 1000).toFixed(2)} seconds`;
  return platformFailure("Runtime.RestoreHookUserTimeout", requestId, reason);
}

/** There are more extensions than Lambda starts. */
export function tooManyExtensionsFailure(requestId: string): Failure {
  return platformFailure("Extension.LaunchError", requestId, "TooManyExtensions");
}

function exitType({ role, exit }: ProcessEnd): string {
  if (role.kind === "extension") {
    return exit.launchError === undefined ? "Extension.Crash" : "Extension.LaunchError";
  }
  if (exit.launchError !== undefined) {
    return "Runtime.InvalidEntrypoint";
  }
  return exit.outOfMemory ? "Runtime.OutOfMemory" : "Runtime.ExitError";
}

function reportedType({ state }: Extension): string {
  return state === "InitError" ? "Extension.InitError" : "Extension.ExitError";
}

function exitReason({ role, exit }: ProcessEnd): string {
  if (exit.launchError !== undefined) {
    return exit.launchError;
  }
  return role.kind === "runtime" ? runtimeReason(exit) : extensionReason(exit);
}

function runtimeReason(exit: ProcessExit): string {
  if (exit.signal !== null) {
    return `Runtime exited with error: signal: ${signalName(exit.signal)}`;
  }
  return exit.code === 0 || exit.code === null
    ? "Runtime exited without providing a reason"
    : `Runtime exited with error: exit status ${exit.code}`;
}

function extensionReason(exit: ProcessExit): string {
  if (exit.signal !== null) {
    return `signal: ${signalName(exit.signal)}`;
  }
  return exit.code === 0 ? "exit code 0" : `exit status ${exit.code}`;
}

function signalName(signal: NodeJS.Signals): string {
  return signalNames[signal] ?? signal;
}

// In these documents Lambda puts the type first.
function platformFailure(type: string, requestId: string, reason: string): Failure {
  const errorMessage = `RequestId: ${requestId} Error: ${reason}`;
  const document = Buffer.from(JSON.stringify({ errorType: type, errorMessage }));
  return { ...failure(type, errorMessage), document };
}
