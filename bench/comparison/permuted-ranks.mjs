import { twoSampleShift } from "../../dist/statistics/hodges-lehmann.js";

/**
 * All values of both sides are ranked together, and the sum of the candidate's ranks is held against what it is when the two values
 * of any pairs change places: exact whatever pairs have in common, and an outlier counts by its rank alone.
 * Source: E. J. G. Pitman, "Significance tests which may be applied to samples from any populations", J. R. Statist. Soc. Suppl. 4
 * (1937), on ranks.
 */
export function permutedRanks({ baseline, candidate }, level) {
  const logs = { baseline: baseline.map(Math.log), candidate: candidate.map(Math.log) };
  const { value } = twoSampleShift([logs], level);
  return {
    value,
    above: (shift) => tails(logs, shift).upper <= level / 2,
    below: (shift) => tails(logs, shift).lower <= level / 2,
  };
}

/** Of the sum over pairs of candidate's rank − baseline's rank, the candidate lowered by `shift`: P(at least it), P(at most it). */
function tails({ baseline, candidate }, shift) {
  const ranks = ranksOf([...baseline, ...candidate.map((value) => value - shift)]);
  const pairs = baseline.length;
  const differences = Array.from({ length: pairs }, (_item, pair) => ranks[pairs + pair] - ranks[pair]);
  const sizes = differences.map(Math.abs);
  const total = sizes.reduce((sum, size) => sum + size, 0);
  const positive = differences.reduce((sum, difference) => sum + Math.max(0, difference), 0);
  const chances = chancesOf(sizes, total);
  const sumOf = (from, to) => chances.subarray(from, to).reduce((sum, chance) => sum + chance, 0);
  return { upper: sumOf(positive, total + 1), lower: sumOf(0, positive + 1) };
}

function ranksOf(values) {
  const order = Array.from(values.keys()).toSorted((one, other) => values[one] - values[other]);
  const ranks = new Float64Array(values.length);
  for (const [rank, index] of order.entries()) {
    ranks[index] = rank;
  }
  return ranks;
}

/** P(the sizes with a positive sign sum up to each number), signs being fair coins. */
function chancesOf(sizes, total) {
  const chances = new Float64Array(total + 1);
  chances[0] = 1;
  let reached = 0;
  for (const size of sizes) {
    reached += size;
    for (let sum = reached; sum >= 0; sum--) {
      chances[sum] = (chances[sum] + (sum >= size ? chances[sum - size] : 0)) / 2;
    }
  }
  return chances;
}
