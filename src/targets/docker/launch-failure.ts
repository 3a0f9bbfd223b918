import { getSystemErrorName } from "node:util";
import type { ProcessExit } from "../../environment/sandbox.ts";

/** A process that could not be started, in the words of AWS's core, which is written in Go. `errno`: the system's number. */
export function launchFailure(errno: number, command: string): ProcessExit {
  const name = getSystemErrorName(-errno);
  const denied = name === "EACCES";
  return {
    code: null,
    signal: null,
    launchError: `fork/exec ${command}: ${wordsOfErrno[name] ?? name}`,
    launchDenied: denied,
  };
}

const wordsOfErrno: Readonly<Record<string, string>> = {
  ENOENT: "no such file or directory",
  EACCES: "permission denied",
  ENOEXEC: "exec format error",
  ENOMEM: "cannot allocate memory",
  EAGAIN: "resource temporarily unavailable",
  ENOTDIR: "not a directory",
};
