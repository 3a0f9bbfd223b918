import type { Estimate } from "./comparison.ts";
import { rankSumBound, rankSumP, type TwoSamples } from "./rank-sum.ts";
import { type PairLists, pairCount, selectPair } from "./select-pair.ts";
import { signedRankBound, signedRankP } from "./signed-rank.ts";

/** A shift, its interval, and the two-sided p-value of there being none. */
export interface Shift extends Estimate {
  readonly p: number;
}

/**
 * The centre of paired differences: the median of their Walsh averages (d_i + d_j) / 2, i ≤ j, with an interval of confidence
 * 1 − `alpha` by inversion of the signed-rank test. An end that so few differences cannot give is infinite; NaN for none.
 * Source: J. L. Hodges and E. L. Lehmann, "Estimates of location based on rank tests", Ann. Math. Statist. 34 (1963).
 */
export function pairedShift(differences: Float64Array, alpha: number): Shift {
  const sorted = Float64Array.from(differences).sort();
  const lists: PairLists[] = [{ left: sorted, right: sorted, pairs: "upper" }];
  const bound = signedRankBound(sorted.length, alpha);
  return { ...halved(shiftOf(lists, bound)), p: signedRankP(differences) };
}

/**
 * The shift candidate − baseline of independent samples: the median of all differences within strata, with an interval of
 * confidence 1 − `alpha` by inversion of the rank-sum test. An end that so few values cannot give is infinite; NaN for none.
 * Source: as `pairedShift`.
 */
export function twoSampleShift(strata: readonly TwoSamples[], alpha: number): Shift {
  return { ...twoSampleEstimate(strata, alpha), p: rankSumP(strata.filter(isFilled)) };
}

/** The same without the p-value, which takes about as long as the rest. */
export function twoSampleEstimate(strata: readonly TwoSamples[], alpha: number): Estimate {
  const used = strata.filter(isFilled);
  const lists = used.map(
    ({ baseline, candidate }): PairLists => ({
      left: Float64Array.from(candidate).sort(),
      right: baseline.map((value) => -value).sort(),
      pairs: "all",
    }),
  );
  const sizes = used.map(({ baseline, candidate }) => [baseline.length, candidate.length] as const);
  const bound = used.length === 0 ? 0 : rankSumBound(sizes, alpha);
  return shiftOf(lists, bound);
}

function isFilled({ baseline, candidate }: TwoSamples): boolean {
  return baseline.length > 0 && candidate.length > 0;
}

function shiftOf(lists: readonly PairLists[], bound: number): Estimate {
  const count = pairCount(lists);
  if (count === 0) {
    return { value: Number.NaN, low: Number.NEGATIVE_INFINITY, high: Number.POSITIVE_INFINITY };
  }
  // Adding nothing makes a zero of a negative zero.
  const at = (rank: number) => selectPair(lists, rank) + 0;
  const lower = at(Math.floor((count + 1) / 2));
  const upper = count % 2 === 1 ? lower : at(count / 2 + 1);
  // More than half would cross the middle: with very little confidence the interval is the value.
  const rank = Math.min(bound, Math.floor((count + 1) / 2));
  return {
    value: (lower + upper) / 2,
    low: rank === 0 ? Number.NEGATIVE_INFINITY : at(rank),
    high: rank === 0 ? Number.POSITIVE_INFINITY : at(count + 1 - rank),
  };
}

function halved({ value, low, high }: Estimate): Estimate {
  return { value: value / 2, low: low / 2, high: high / 2 };
}
