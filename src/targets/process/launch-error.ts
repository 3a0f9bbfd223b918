import { messageOf } from "../../shared/errors.ts";

/** Why a command could not be started, in words: what the system gives is a code. */
export function launchError(command: string, error: unknown): string {
  const code = error instanceof Error && "code" in error ? error.code : undefined;
  switch (code) {
    case "ENOENT":
      return `cannot start ${command}: there is no such file, or the interpreter that its first line names is missing`;
    case "EACCES":
      return `cannot start ${command}: it is not executable`;
    case "ENOEXEC":
      return `cannot start ${command}: it is neither a program for this machine nor a script with a #! line`;
    default:
      return `cannot start ${command}: ${messageOf(error)}`;
  }
}
