import { UnavailableError } from "../../shared/errors.ts";
import type { FunctionCopy } from "./function-copy.ts";
import type { FunctionState } from "./function-state.ts";
import { restoringOf } from "./restoring.ts";
import type { SavedFunction } from "./saved-functions.ts";

/** Tries to bring its configuration back: others may change it meanwhile, again and again. */
const maxTries = 5;

/** Somebody else changed the function while it was brought back: it has to be looked at anew. */
class ChangedMeanwhile extends Error {}

/**
 * Undoes what thaw has changed of a function, and looks whether it is undone. Nothing is overwritten that was not seen before.
 * @returns what somebody else has changed meanwhile, by name: that stays. @throws UnavailableError saying what could not be undone.
 */
export async function restoreFunction(
  copy: FunctionCopy,
  { before, given }: Pick<SavedFunction, "before" | "given">,
): Promise<readonly string[]> {
  for (let tries = 0; ; tries++) {
    const { configuration } = readable(copy.name, await copy.look());
    const { input, others } = restoringOf(before, given, configuration);
    if (input === undefined) {
      return others;
    }
    if (tries === maxTries) {
      throw new UnavailableError(
        `${copy.name}: expected its memory, timeout, /tmp and variables as they were before, got others`,
        "set them in the console, or try again: thaw cleanup --target lambda",
      );
    }
    try {
      await copy.change({
        input,
        isSeen: (state) => restoringOf(before, given, state.configuration).input === undefined,
        secrets: Object.values({ ...before.Environment?.Variables, ...input.Environment?.Variables }),
        refuse: () => {
          throw new ChangedMeanwhile();
        },
      });
    } catch (error) {
      if (!(error instanceof ChangedMeanwhile)) {
        throw error;
      }
    }
  }
}

/** @throws UnavailableError where its variables cannot be read, and so not be put back. */
export function readable(name: string, state: FunctionState): FunctionState {
  if (state.configuration.Environment?.Error !== undefined) {
    throw new UnavailableError(
      `${name}: its variables cannot be read, so they could not be put back`,
      "allow kms:Decrypt of its key to the identity that runs thaw",
    );
  }
  return state;
}

/** Told where somebody else changed a function while thaw had it. */
export function othersText(name: string, others: readonly string[]): string {
  return `${name}: somebody else changed ${others.join(", ")} while thaw measured it; that is as they left it, and all that thaw changed is as it was`;
}
