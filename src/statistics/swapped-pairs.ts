import type { Estimate } from "./comparison.ts";
import { type Shift, twoSampleEstimate } from "./hodges-lehmann.ts";
import { upperQuantile } from "./normal.ts";
import type { Pairs } from "./pair-blocks.ts";
import { type PairLists, selectPair } from "./select-pair.ts";
import { signSumTail } from "./sign-sums.ts";

/**
 * The shift candidate − baseline of pairs: the median of all differences between the sides, with an interval of confidence 1 − `alpha`.
 * The values of both sides are ranked together, and the candidate's rank sum is held against what it is when the two values of any
 * pairs change places, which they may where nothing differs, whatever pairs have in common. An outlier counts by its rank alone, where in
 * a difference it would hide its partner. An end that so few pairs cannot give is infinite; NaN for none.
 * Sources: F. C. Lam and M. T. Longnecker, "A modified Wilcoxon rank sum test for paired data", Biometrika 70 (1983), with the exact
 * distribution by swapping in place of an estimated correlation: E. J. G. Pitman, "Significance tests which may be applied to samples
 * from any populations", J. R. Statist. Soc. Suppl. 4 (1937); J. L. Hodges and E. L. Lehmann, Ann. Math. Statist. 34 (1963).
 */
export function swappedShift(pairs: Pairs, alpha: number): Shift {
  return { ...swappedEstimate(pairs, alpha), p: swappedP(pairs) };
}

/** The same without the p-value. */
export function swappedEstimate({ baseline, candidate }: Pairs, alpha: number): Estimate {
  const { value } = twoSampleEstimate([{ baseline, candidate }], alpha);
  const [base, cand] = [sideOf(baseline), sideOf(candidate)];
  return {
    value,
    low: lowEnd(base, cand, value, alpha / 2),
    high: 0 - lowEnd(cand, base, 0 - value, alpha / 2),
  };
}

/** Two-sided p-value of there being no shift: twice the smaller tail. 1 for none. */
function swappedP({ baseline, candidate }: Pairs): number {
  const [base, cand] = [sideOf(baseline), sideOf(candidate)];
  return Math.min(
    1,
    2 * Math.min(tailOf(rankDifferences(base, cand, 0)), tailOf(rankDifferences(cand, base, 0))),
  );
}

/** The values of one side in ascending order, each with the number of its pair. */
interface SortedSide {
  readonly values: Float64Array;
  readonly pairs: Uint32Array;
}

function sideOf(values: Float64Array): SortedSide {
  const pairs = Uint32Array.from(values.keys()).sort(
    (one, other) => (values[one] ?? 0) - (values[other] ?? 0),
  );
  return { values: Float64Array.from(pairs, (pair) => values[pair] ?? Number.NaN), pairs };
}

/**
 * The least shift that is not rejected as too small. The rank sum changes at the differences between the sides alone: the smallest of
 * these is looked for beyond which the shift is not rejected, from where the normal distribution puts it.
 */
function lowEnd(baseline: SortedSide, candidate: SortedSide, centre: number, level: number): number {
  const pairs = baseline.values.length;
  if (pairs === 0 || 2 ** -pairs > level) {
    return Number.NEGATIVE_INFINITY;
  }
  const lists: PairLists[] = [
    { left: candidate.values, right: baseline.values.map((value) => -value).reverse(), pairs: "all" },
  ];
  const difference = (rank: number) => selectPair(lists, rank) + 0;
  const isRejectedBeyond = (rank: number) => {
    const shift = between(difference, rank, pairs ** 2);
    return tailOf(rankDifferences(baseline, candidate, shift)) <= level;
  };
  const spread = Math.hypot(...rankDifferences(baseline, candidate, centre)) / 4;
  const guess = Math.round(pairs ** 2 / 2 - upperQuantile(level) * spread);
  return difference(firstHeld(isRejectedBeyond, guess, Math.ceil(pairs ** 2 / 2), pairs));
}

/** The least rank from 1 to `most` that is not rejected; 0 is, and `most` is not. Steps grow away from a guess. */
function firstHeld(isRejected: (rank: number) => boolean, guess: number, most: number, step: number): number {
  let rejected = 0;
  let held = most;
  let next = Math.min(most - 1, Math.max(1, guess));
  for (let width = step; held - rejected > 1; width *= 2) {
    if (isRejected(next)) {
      rejected = next;
      next = held < most ? middleOf(rejected, held) : Math.min(held - 1, next + width);
    } else {
      held = next;
      next = rejected > 0 ? middleOf(rejected, held) : Math.max(rejected + 1, next - width);
    }
  }
  return held;
}

function middleOf(low: number, high: number): number {
  return Math.floor((low + high) / 2);
}

/** A shift between a difference and the next. */
function between(difference: (rank: number) => number, rank: number, count: number): number {
  const here = difference(rank);
  return rank >= count ? here : here + (difference(rank + 1) - here) / 2;
}

/** Of each pair twice the candidate's rank less the baseline's, the candidate lowered by `shift`. */
function rankDifferences(baseline: SortedSide, candidate: SortedSide, shift: number): Float64Array {
  const differences = new Float64Array(baseline.values.length);
  const lowered = { ...candidate, values: candidate.values.map((value) => value - shift) };
  addRanks(differences, lowered, baseline.values, 1);
  addRanks(differences, baseline, lowered.values, -1);
  return differences;
}

/** P(the candidate's rank sum is at least what it is), if the values of pairs may change places. */
function tailOf(differences: Float64Array): number {
  return signSumTail(
    differences.map(Math.abs),
    differences.reduce((sum, difference) => sum + difference, 0),
  );
}

/** Adds to each pair twice the rank of its value among those of both sides: equal values share their mean rank. */
function addRanks(ranks: Float64Array, own: SortedSide, others: Float64Array, sign: 1 | -1): void {
  let below = 0;
  let notAbove = 0;
  for (let start = 0; start < own.values.length; ) {
    const value = own.values[start] ?? 0;
    let end = start;
    while (end < own.values.length && own.values[end] === value) {
      end++;
    }
    while (below < others.length && (others[below] ?? 0) < value) {
      below++;
    }
    notAbove = Math.max(notAbove, below);
    while (notAbove < others.length && (others[notAbove] ?? 0) <= value) {
      notAbove++;
    }
    const twice = start + end + below + notAbove + 1;
    for (let index = start; index < end; index++) {
      const pair = own.pairs[index] ?? 0;
      ranks[pair] = (ranks[pair] ?? 0) + sign * twice;
    }
    start = end;
  }
}
