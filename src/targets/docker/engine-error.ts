import { messageOf, PreparationError, UnavailableError } from "../../shared/errors.ts";
import { fieldOf } from "../../shared/field-of.ts";
import { sshFailed } from "./ssh-agent.ts";

/** An error of the engine in one clear message; what is none of its is returned as it is. */
export function engineError(error: unknown, host: string): Error {
  if (error instanceof UnavailableError || error instanceof PreparationError) {
    return error;
  }
  const code = fieldOf(error, "code");
  switch (code) {
    case "ENOENT":
      return new UnavailableError(
        `no container engine answers: nothing is at ${host}`,
        "install and start Docker or Podman, or name an engine with DOCKER_HOST",
        { cause: error },
      );
    case "EACCES":
    case "EPERM":
      return new UnavailableError(
        `no right to use the container engine at ${host}`,
        "add your user to the engine's group (docker), or use a rootless engine",
        { cause: error },
      );
    case "ECONNREFUSED":
    case "ECONNRESET":
    case "EPIPE":
    case "EHOSTUNREACH":
    case "ENOTFOUND":
    case "ETIMEDOUT":
      return new UnavailableError(
        `the container engine at ${host} does not answer (${String(code)})`,
        "is it running? `docker info` asks it, too",
        { cause: error },
      );
    case sshFailed:
      return new UnavailableError(
        `the container engine at ${host} is not reached: ${messageOf(error)}`,
        "does `ssh` reach that machine without asking, and has it the docker command?",
        { cause: error },
      );
    default:
      return outOfMeans(wordsOf(error), host);
  }
}

/** The engine took a call and has not answered it. */
export function silentEngine(host: string, limitMs: number): UnavailableError {
  return new UnavailableError(
    `the container engine at ${host} has not answered for ${limitMs / 1000} s`,
    "does it hang? `docker info` asks it, too",
  );
}

/** What an engine refuses where nothing is measured yet, as an UnavailableError in its words. Any other error as it is. */
export function refusalOf(error: unknown, host: string): unknown {
  const known = error instanceof UnavailableError || error instanceof PreparationError;
  return known || statusOf(error) === undefined
    ? error
    : new UnavailableError(
        `the container engine at ${host} refuses: ${messageOf(error)}`,
        "`thaw doctor` says what does not work with it",
        { cause: error },
      );
}

/** What no later call would do better in: the engine's machine has nothing left of something. */
const means: readonly (readonly [words: RegExp, hint: string])[] = [
  [/no space left on device/i, "make room where the engine keeps its data: `docker info` names its root"],
  [
    /non-overlapping IPv4 address pool|address pools? .*exhausted/i,
    "remove networks that nobody uses: `docker network prune`",
  ],
  [
    /too many open files|cannot allocate memory|resource temporarily unavailable/i,
    "the engine's machine is at its limit",
  ],
];

function outOfMeans(error: Error, host: string): Error {
  const found = means.find(([words]) => words.test(error.message));
  return found === undefined
    ? error
    : new UnavailableError(`the container engine at ${host}: ${error.message}`, found[1], { cause: error });
}

/** The engine's own words, without the library's around them. */
function wordsOf(error: unknown): Error {
  const message = textOf(fieldOf(fieldOf(error, "json"), "message")) ?? messageOf(error);
  return Object.assign(
    new Error(message.replace(/^\(HTTP code \d+\) [^-]*- /, "").trim(), { cause: error }),
    {
      statusCode: fieldOf(error, "statusCode"),
    },
  );
}

/** The status of an answer that was an error; undefined where the engine gave none. */
export function statusOf(error: unknown): number | undefined {
  const status = fieldOf(error, "statusCode");
  return typeof status === "number" ? status : undefined;
}

function textOf(value: unknown): string | undefined {
  return typeof value === "string" ? value : undefined;
}
