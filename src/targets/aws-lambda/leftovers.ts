import { setMaxListeners } from "node:events";
import { setTimeout as sleep } from "node:timers/promises";
import { findLeftovers } from "./find-leftovers.ts";
import type { RegionOptions } from "./lambda-options.ts";
import { openRegion, type Region } from "./region.ts";
import { removeThings } from "./removal.ts";
import { countOfThings, noThings, type Things, thingsOfBoth, thingsWithout } from "./things.ts";
import type { CleanUp } from "./what-becomes-of.ts";

/** What stands in a region and belongs to no thaw that lives. */
export interface LambdaLeftovers {
  readonly region: string;
  /** Removed, or on a dry run what would be. */
  readonly removed: Things;
  /** Of runs that may be under way: not touched. */
  readonly kept: Things;
  /** Made to stay: not touched. */
  readonly deployed: Things;
  /** What is still there though it was to be removed. */
  readonly left: Things;
  /** Why. */
  readonly reasons: readonly string[];
}

const rounds = 3;

/**
 * Removes the functions, versions, layers, logs and repositories of every thaw that was killed, in one region, and looks whether
 * they are gone. @throws UnavailableError when AWS does not let it.
 */
export async function removeLeftovers(
  options: RegionOptions,
  cleanUp: CleanUp,
  signal: AbortSignal = new AbortController().signal,
): Promise<LambdaLeftovers> {
  // All is removed at once.
  setMaxListeners(0, signal);
  const region = await openRegion(options, undefined, signal);
  try {
    const nowMs = options.clock.date().getTime();
    const find = () => findLeftovers(region, cleanUp, nowMs, signal);
    const { left: meant, living: kept, deployed } = await find();
    const found = { region: region.name, kept, deployed };
    if (cleanUp.dryRun === true) {
      return { ...found, removed: meant, left: noThings, reasons: [] };
    }
    const findLeft = async () => (await find()).left;
    return { ...found, ...(await removeAll(region, meant, findLeft, signal)) };
  } finally {
    region.close();
  }
}

/**
 * A function that is gone may still have lines of its log under way, which make the log again: nobody knows when it was invoked last, so
 * that time is waited for, and then looked again.
 */
async function removeAll(
  region: Region,
  meant: Things,
  find: () => Promise<Things>,
  signal: AbortSignal,
): Promise<Pick<LambdaLeftovers, "removed" | "left" | "reasons">> {
  const startedMs = region.clock.nowMs();
  if (countOfThings(meant) === 0) {
    return { removed: meant, left: meant, reasons: [] };
  }
  let reasons = await removeThings(region, { ...meant, logs: [] }, signal);
  if (meant.functions.length + meant.logs.length > 0) {
    const leftMs = region.patience.lateLogMs - (region.clock.nowMs() - startedMs);
    await sleep(Math.max(0, leftMs), undefined, { signal });
  }
  let all = meant;
  let left = await find();
  for (let round = 0; round < rounds && countOfThings(left) > 0; round++) {
    all = thingsOfBoth(all, left);
    reasons = await removeThings(region, left, signal);
    left = await find();
  }
  return {
    removed: thingsWithout(all, left),
    left,
    reasons: countOfThings(left) === 0 ? [] : reasons,
  };
}
