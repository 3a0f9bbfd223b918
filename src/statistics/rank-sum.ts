import { upperQuantile, upperTail } from "./normal.ts";
import { midRanks } from "./ranks.ts";

/** Two independent samples: what is compared within itself. */
export interface TwoSamples {
  readonly baseline: Float64Array;
  readonly candidate: Float64Array;
}

/** Sizes of two samples. */
type Sizes = readonly [baseline: number, candidate: number];

/** Products of sizes up to here are counted out for one pair of samples. */
const exactUpTo = 2500;

/**
 * Which of the ascending differences candidate − baseline within strata bound an interval of confidence 1 − `alpha` for the shift:
 * from the r-th smallest to the r-th largest; 0 where no rank reaches that confidence. Exact for one pair of small samples, else
 * normal with continuity correction; several strata add their statistics (van Elteren's sum with equal weights).
 * Sources: H. B. Mann and D. R. Whitney, Ann. Math. Statist. 18 (1947); M. Hollander, D. A. Wolfe and E. Chicken, Nonparametric
 * Statistical Methods, 3rd ed. (2014), sections 4.1 and 4.3; P. van Elteren, Bull. Inst. Internat. Statist. 37 (1960).
 */
export function rankSumBound(sizes: readonly Sizes[], alpha: number): number {
  const [only] = sizes;
  if (sizes.length === 1 && only !== undefined && only[0] * only[1] <= exactUpTo) {
    return boundOf(cumulative(...only), alpha / 2);
  }
  const { mean, variance } = momentsOf(sizes);
  return Math.max(0, Math.floor(mean - 0.5 - upperQuantile(alpha / 2) * Math.sqrt(variance)) + 1);
}

/**
 * Two-sided p-value of the rank-sum test that no sample is shifted: normal, corrected for ties and for continuity; exact where one pair
 * of samples without ties has at most eight values in one of them. As `scipy.stats.mannwhitneyu` by default. 1 for none.
 */
export function rankSumP(strata: readonly TwoSamples[]): number {
  const sizes = strata.map(({ baseline, candidate }): Sizes => [baseline.length, candidate.length]);
  const { mean } = momentsOf(sizes);
  if (mean === 0) {
    return 1;
  }
  const parts = strata.map(statistic);
  const u = parts.reduce((sum, part) => sum + part.u, 0);
  const [only] = sizes;
  const untied = parts.every(({ tieTerm }) => tieTerm === 0);
  if (sizes.length === 1 && only !== undefined && untied && Math.min(...only) <= 8) {
    const smaller = Math.min(u, 2 * mean - u);
    return Math.min(1, 2 * (cumulative(...only)[smaller] ?? 1));
  }
  const variance = parts.reduce((sum, part) => sum + part.variance, 0);
  const distance = Math.max(0, Math.abs(u - mean) - 0.5);
  return variance <= 0 ? 1 : Math.min(1, 2 * upperTail(distance / Math.sqrt(variance)));
}

function statistic({ baseline, candidate }: TwoSamples) {
  const both = new Float64Array(baseline.length + candidate.length);
  both.set(baseline);
  both.set(candidate, baseline.length);
  const { ranks, tieTerm } = midRanks(both);
  const sum = ranks.subarray(baseline.length).reduce((total, rank) => total + rank, 0);
  const total = both.length;
  const product = baseline.length * candidate.length;
  const ties = total < 2 ? 0 : tieTerm / (total * (total - 1));
  return {
    u: sum - (candidate.length * (candidate.length + 1)) / 2,
    tieTerm,
    variance: (product / 12) * (total + 1 - ties),
  };
}

function momentsOf(sizes: readonly Sizes[]): { readonly mean: number; readonly variance: number } {
  return {
    mean: sizes.reduce((sum, [n, m]) => sum + (n * m) / 2, 0),
    variance: sizes.reduce((sum, [n, m]) => sum + (n * m * (n + m + 1)) / 12, 0),
  };
}

function boundOf(probabilities: Float64Array, allowed: number): number {
  const index = probabilities.findIndex((probability) => probability > allowed);
  return index === -1 ? 0 : index;
}

const counted = new Map<string, Float64Array>();

/** P(U ≤ u) for u from 0: the coefficients of the Gaussian binomial, divided by their sum. */
function cumulative(n: number, m: number): Float64Array {
  const [small, large] = n < m ? [n, m] : [m, n];
  const key = `${small} ${large}`;
  const known = counted.get(key);
  if (known !== undefined) {
    return known;
  }
  const largest = small * large;
  const weights = new Float64Array(largest + 1);
  weights[0] = 1;
  for (let factor = 1; factor <= small; factor++) {
    // (1 − q^(large+factor)) / (1 − q^factor), scaled so that nothing overflows.
    for (let u = largest; u >= large + factor; u--) {
      weights[u] = (weights[u] ?? 0) - (weights[u - large - factor] ?? 0);
    }
    for (let u = factor; u <= largest; u++) {
      weights[u] = (weights[u] ?? 0) + (weights[u - factor] ?? 0);
    }
    const scale = factor / (large + factor);
    for (let u = 0; u <= largest; u++) {
      weights[u] = (weights[u] ?? 0) * scale;
    }
  }
  for (let u = 1; u <= largest; u++) {
    weights[u] = (weights[u] ?? 0) + (weights[u - 1] ?? 0);
  }
  counted.set(key, weights);
  return weights;
}
