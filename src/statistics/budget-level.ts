import type { RunManifest } from "../samples/run-manifest.ts";

/** Of saying of a budget that it is held, or that it is broken, where it is not so. */
const errorRate = 0.05;

/**
 * 1 − the confidence of the intervals that budgets are held against. In a run that could stop early the error is divided evenly by
 * the planned looks (Bonferroni): whichever look it stopped at, by whatever rule, the rate over all of them holds. Boundaries that
 * spend next to nothing early would keep budgets undecided until the last look.
 */
export function budgetLevel({ stopping, cuts = [] }: Pick<RunManifest, "stopping" | "cuts">): number {
  return errorRate / Math.max(1, (stopping?.looks.length ?? 1) + cuts.length);
}
