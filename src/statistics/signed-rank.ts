import { upperQuantile, upperTail } from "./normal.ts";
import { midRanks } from "./ranks.ts";

/** Up to here the distribution is counted out; beyond, the normal one differs by less than a rank in a thousand. */
const exactUpTo = 200;
/** As SciPy does by default: the p-value is exact only up to here, and only without zeros and ties. */
const exactPUpTo = 50;

/**
 * Which of the ascending Walsh averages bound an interval of confidence 1 − `alpha` for the centre of `n` symmetric differences:
 * from the r-th smallest to the r-th largest; 0 where no rank reaches that confidence.
 * Sources: F. Wilcoxon, "Individual comparisons by ranking methods", Biometrics Bulletin 1 (1945); J. W. Tukey (1949) for the
 * interval; M. Hollander, D. A. Wolfe and E. Chicken, Nonparametric Statistical Methods, 3rd ed. (2014), sections 3.1 and 3.3.
 */
export function signedRankBound(n: number, alpha: number): number {
  if (n === 0) {
    return 0;
  }
  if (n <= exactUpTo) {
    return firstAbove(cumulative(n), alpha / 2);
  }
  const { mean, deviation } = momentsOf(n);
  return Math.max(0, Math.floor(mean - 0.5 - upperQuantile(alpha / 2) * deviation) + 1);
}

/**
 * Two-sided p-value of the signed-rank test that the differences lie around zero. Zeros are left out before ranking (Wilcoxon's own
 * way), equal sizes share their mean rank, and then the normal distribution with its variance corrected for ties is used, without
 * continuity correction; exact without zeros and ties up to 50 differences. As `scipy.stats.wilcoxon` by default. 1 for none.
 */
export function signedRankP(differences: Float64Array): number {
  const kept = differences.filter((difference) => difference !== 0);
  const n = kept.length;
  if (n === 0) {
    return 1;
  }
  const { ranks, tieTerm } = midRanks(kept.map(Math.abs));
  const positive = kept.reduce((sum, value, index) => sum + (value > 0 ? (ranks[index] ?? 0) : 0), 0);
  const { mean, deviation } = momentsOf(n);
  if (n <= exactPUpTo && tieTerm === 0 && n === differences.length) {
    const smaller = Math.min(positive, 2 * mean - positive);
    return Math.min(1, 2 * (cumulative(n)[Math.round(smaller)] ?? 1));
  }
  const variance = deviation ** 2 - tieTerm / 48;
  return variance <= 0 ? 1 : Math.min(1, 2 * upperTail(Math.abs(positive - mean) / Math.sqrt(variance)));
}

function momentsOf(n: number): { readonly mean: number; readonly deviation: number } {
  return { mean: (n * (n + 1)) / 4, deviation: Math.sqrt((n * (n + 1) * (2 * n + 1)) / 24) };
}

/** The number of leading cumulated probabilities that are at most `allowed`. */
function firstAbove(probabilities: Float64Array, allowed: number): number {
  const index = probabilities.findIndex((probability) => probability > allowed);
  return index === -1 ? probabilities.length : index;
}

const counted = new Map<number, Float64Array>();

/** P(T ≤ t) for t from 0: each rank is in the sum or not, with equal chances. */
function cumulative(n: number): Float64Array {
  const known = counted.get(n);
  if (known !== undefined) {
    return known;
  }
  const largest = (n * (n + 1)) / 2;
  const probabilities = new Float64Array(largest + 1);
  probabilities[0] = 1;
  let reached = 0;
  for (let rank = 1; rank <= n; rank++) {
    reached += rank;
    for (let sum = reached; sum >= 0; sum--) {
      const without = probabilities[sum] ?? 0;
      const within = sum >= rank ? (probabilities[sum - rank] ?? 0) : 0;
      probabilities[sum] = (without + within) / 2;
    }
  }
  for (let sum = 1; sum <= largest; sum++) {
    probabilities[sum] = (probabilities[sum] ?? 0) + (probabilities[sum - 1] ?? 0);
  }
  counted.set(n, probabilities);
  return probabilities;
}
