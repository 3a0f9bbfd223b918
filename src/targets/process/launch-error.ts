import type { ProcessExit } from "../../environment/sandbox.ts";
import { messageOf } from "../../shared/errors.ts";
import { isExecutableFile, isProgram } from "./path-search.ts";

/** The end of a command that could not be started: why in words, where what the system gives is a code. */
export function notLaunched(command: string, error: unknown): ProcessExit {
  const code = error instanceof Error && "code" in error ? error.code : undefined;
  const launchError = `cannot start ${command}: ${reasonOf(code, error)}`;
  return { code: null, signal: null, launchError, launchDenied: code === "EACCES" };
}

/**
 * Refuses an executable file that the kernel cannot execute: libuv starts a shell with it then, which Lambda does not.
 * @throws Error with the code ENOEXEC.
 */
export function refuseText(command: string): void {
  if (isExecutableFile(command) && !isReadableProgram(command)) {
    throw Object.assign(new Error("exec format error"), { code: "ENOEXEC" });
  }
}

// What may be executed and not read is tried.
function isReadableProgram(path: string): boolean {
  try {
    return isProgram(path);
  } catch {
    return true;
  }
}

function reasonOf(code: unknown, error: unknown): string {
  switch (code) {
    case "ENOENT":
      return "there is no such file, or the interpreter that its first line names is missing";
    case "EACCES":
      return "it is not executable";
    case "ENOEXEC":
      return "it is neither a program for this machine nor a script with a #! line";
    default:
      return messageOf(error);
  }
}
