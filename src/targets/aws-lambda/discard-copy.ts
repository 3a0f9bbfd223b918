import { setTimeout as sleep } from "node:timers/promises";
import { deleteFunction } from "./delete-function.ts";
import type { FunctionCopy } from "./function-copy.ts";
import { removeLog } from "./removal.ts";
import type { RunRegion } from "./run-region.ts";

/**
 * Deletes a copy that is of no more use, and its log when no more lines of it are on their way, while others are measured. What
 * fails is removed with the rest at the end of the run.
 */
export async function discardCopy(
  { region, made }: Pick<RunRegion, "region" | "made">,
  copy: FunctionCopy,
  signal: AbortSignal,
): Promise<void> {
  copy.close();
  try {
    await deleteFunction(region, copy.name, undefined, signal);
    if (copy.lastInvokedMs !== undefined) {
      made.logs.add(copy.name);
    }
    made.functions.delete(copy.name);
    if (copy.lastInvokedMs !== undefined) {
      await sleep(region.patience.lateLogMs, undefined, { signal });
      await removeLog(region, copy.name, signal);
      made.logs.delete(copy.name);
    }
  } catch {
    // The end of the run looks for all that bears its name.
  }
}
