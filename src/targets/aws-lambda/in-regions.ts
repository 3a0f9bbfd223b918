import { UnavailableError } from "../../shared/errors.ts";
import { RefusedCall } from "./call-errors.ts";

/** What was found in each of some regions. */
export interface InRegions<Found> {
  readonly regions: readonly Found[];
  readonly failed: readonly FailedRegion[];
}

/** A region that could not be looked at, and why. */
export interface FailedRegion {
  readonly region: string;
  readonly reason: string;
  readonly hint?: string | undefined;
}

/** Looks in each region, whatever becomes of the others; in all of them at once, as each has rates of its own. */
export async function inRegions<Found>(
  regions: readonly string[],
  look: (region: string) => Promise<Found>,
): Promise<InRegions<Found>> {
  const found: Found[] = [];
  const failed: FailedRegion[] = [];
  for (const outcome of await Promise.all(regions.map((region) => outcomeIn(region, look)))) {
    if ("found" in outcome) {
      found.push(outcome.found);
    } else {
      failed.push(outcome);
    }
  }
  return { regions: found, failed };
}

async function outcomeIn<Found>(
  region: string,
  look: (region: string) => Promise<Found>,
): Promise<{ readonly found: Found } | FailedRegion> {
  try {
    return { found: await look(region) };
  } catch (error) {
    if (error instanceof UnavailableError) {
      const { message: reason, hint } = error;
      return { region, reason, ...(hint === undefined ? {} : { hint }) };
    }
    if (error instanceof RefusedCall) {
      return { region, reason: error.message };
    }
    throw error;
  }
}
