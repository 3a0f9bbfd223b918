import { setTimeout as wait } from "node:timers/promises";
import type { SampleError } from "../samples/sample.ts";

/** What a process wrote just before it ended may still be on its way through the pipe. */
const pipeMs = 10;
const shownLines = 10;
const shownCharacters = 1000;

/** Ends of which Lambda itself says no more than that they came. */
const silentEnds = [
  "Runtime.ExitError",
  "Runtime.OutOfMemory",
  "Sandbox.Timedout",
  "Sandbox.Timeout",
  "Extension.Crash",
  "Extension.InitError",
  "Extension.ExitError",
];

/**
 * An error of which the runtime itself said nothing (it exited, or never came back) with the end of its log: a
 * function that prints its reason and exits has told it nowhere else. Called when no phase is open.
 */
export async function withLastWords(error: SampleError, log: () => string): Promise<SampleError> {
  if (!silentEnds.includes(error.type)) {
    return error;
  }
  await wait(pipeMs);
  const lines = log().trimEnd().split("\n").slice(-shownLines);
  const words = lines.join("\n").slice(-shownCharacters).trim();
  return words === "" ? error : { ...error, message: `${error.message}\nLast of its log:\n${words}` };
}
