import type { Interval } from "./summary.ts";

/**
 * The shortest symmetric pair of order statistics that holds the median with at least 95 % confidence, whatever
 * the distribution: the number of values below the median is binomial (n, ½). Undefined below six values, where
 * even the smallest and the largest do not reach 95 %.
 * Source: H. A. David and H. N. Nagaraja, Order Statistics, 3rd ed. (2003), section 7.1.
 */
export function medianInterval(sorted: Float64Array): Interval | undefined {
  const rank = lowerRank(sorted.length);
  const lowMs = sorted[rank - 1];
  const highMs = sorted[sorted.length - rank];
  return lowMs === undefined || highMs === undefined ? undefined : { lowMs, highMs };
}

/**
 * The largest r with P(B ≤ r − 1) ≤ 2.5 % for B binomial (n, ½); 0 when there is none. The interval is from the
 * r-th smallest to the r-th largest value.
 */
export function lowerRank(count: number): number {
  const weights = weightsFromCentre(count);
  const allowed = 0.025 * (2 * sum(weights) - (count % 2 === 0 ? (weights[0] ?? 0) : 0));
  let tail = 0;
  let below = Math.floor(count / 2) - weights.length + 1;
  for (const weight of weights.toReversed()) {
    tail += weight;
    if (tail > allowed) {
      return below;
    }
    below++;
  }
  return below;
}

/**
 * C(n, k) for k = ⌊n/2⌋, ⌊n/2⌋ − 1, … 0 in units of the first, until nothing more is added: no factorial, no
 * underflow, and about 9√n terms.
 */
function weightsFromCentre(count: number): number[] {
  const weights: number[] = [];
  let weight = 1;
  for (let k = Math.floor(count / 2); k >= 0 && weight > 1e-17; k--) {
    weights.push(weight);
    weight *= k / (count - k + 1);
  }
  return weights;
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
