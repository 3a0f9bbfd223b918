import { isRefused } from "./call-errors.ts";
import { nameIn } from "./existing-checks.ts";
import { FunctionCopy } from "./function-copy.ts";
import type { Region } from "./region.ts";
import { restoreFunction } from "./restore-function.ts";
import type { SavedFunction, SavedFunctions } from "./saved-functions.ts";

/** A function that a thaw which was killed had changed. */
export interface RestoredFunction {
  readonly arn: string;
  /** What somebody else has changed since: that stays as it is. */
  readonly others: readonly string[];
}

/** Puts one back that is there no less than its notes; one that is gone needs nothing. @throws as `restoreFunction`. */
export async function restoreSaved(
  region: Region,
  saved: SavedFunction,
  notes: SavedFunctions,
  signal: AbortSignal,
): Promise<RestoredFunction> {
  const { arn } = saved;
  const copy = new FunctionCopy(region, nameIn(arn), 0, signal);
  try {
    const others = await restoreFunction(copy, saved);
    await notes.remove(arn);
    return { arn, others };
  } catch (error) {
    if (!isRefused(error, "missing")) {
      throw error;
    }
    await notes.remove(arn);
    return { arn, others: [] };
  } finally {
    copy.close();
  }
}
