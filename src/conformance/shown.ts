import type { ProcessExit } from "../environment/sandbox.ts";

const maxLength = 160;

/** A text that a message can hold: the beginning of a long one, and how long it is. */
export function shown(text: string): string {
  return text.length <= maxLength ? text : `${text.slice(0, maxLength)}… (${text.length} characters)`;
}

/** A value as JSON, shortened. */
export function shownJson(value: unknown): string {
  return shown(JSON.stringify(value) ?? "nothing");
}

/** `exited with code 1`: how a process ended. */
export function shownExit({ code, signal, launchError }: ProcessExit): string {
  if (launchError !== undefined) {
    return `could not be started: ${launchError}`;
  }
  return signal === null ? `exited with code ${code}` : `was ended by ${signal}`;
}
