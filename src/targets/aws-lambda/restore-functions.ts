import { PreparationError, TargetError, UnavailableError } from "../../shared/errors.ts";
import { RefusedCall } from "./call-errors.ts";
import type { RegionOptions } from "./lambda-options.ts";
import { runNameOf } from "./names.ts";
import { openRegion } from "./region.ts";
import { type RestoredFunction, restoreSaved } from "./restore-saved.ts";
import type { SavedFunction, SavedFunctions } from "./saved-functions.ts";
import { type CleanUp, whatBecomesOf } from "./what-becomes-of.ts";

/** What became of existing functions that runs had changed. */
export interface RestoredFunctions {
  /** Put back, or on a dry run what would be. */
  readonly restored: readonly RestoredFunction[];
  /** Of runs that may be under way: not touched. ARNs. */
  readonly measured: readonly string[];
  /** What could not be put back, and why. */
  readonly unrestored: readonly Unrestored[];
}

interface Unrestored {
  readonly arn: string;
  readonly reason: string;
}

/**
 * Puts back what `--function` named and a killed run has left changed, in some regions, each function whatever becomes of the others.
 * Asks nobody where there is none.
 */
export async function restoreFunctions(
  options: RegionOptions,
  regions: readonly string[],
  notes: SavedFunctions,
  cleanUp: CleanUp,
): Promise<RestoredFunctions> {
  const saved = (await notes.list()).filter(({ arn }) => regions.includes(regionIn(arn)));
  const nowMs = options.clock.date().getTime();
  const isLeft = ({ belonging }: SavedFunction) =>
    whatBecomesOf(runNameOf(belonging.runId), belonging, cleanUp, nowMs) === "left";
  const meant = saved.filter(isLeft);
  const measured = saved.filter((one) => !isLeft(one)).map(({ arn }) => arn);
  if (cleanUp.dryRun === true) {
    return { restored: meant.map(({ arn }) => ({ arn, others: [] })), measured, unrestored: [] };
  }
  const outcomes = await Promise.all(meant.map((one) => outcomeOf(options, one, notes)));
  return {
    restored: outcomes.flatMap((one) => ("reason" in one ? [] : [one])),
    measured,
    unrestored: outcomes.flatMap((one) => ("reason" in one ? [one] : [])),
  };
}

async function outcomeOf(
  options: RegionOptions,
  saved: SavedFunction,
  notes: SavedFunctions,
): Promise<RestoredFunction | Unrestored> {
  const { signal } = new AbortController();
  try {
    const region = await openRegion({ ...options, region: regionIn(saved.arn) }, undefined, signal);
    try {
      return await restoreSaved(region, saved, notes, signal);
    } finally {
      region.close();
    }
  } catch (error) {
    return { arn: saved.arn, reason: reasonOf(error) };
  }
}

/** `arn:aws:lambda:eu-west-1:…` */
export function regionIn(arn: string): string {
  return arn.split(":")[3] ?? "";
}

/** @throws what is no answer of AWS's. */
function reasonOf(error: unknown): string {
  if (
    error instanceof UnavailableError ||
    error instanceof RefusedCall ||
    error instanceof PreparationError ||
    error instanceof TargetError
  ) {
    return error.message;
  }
  throw error;
}
