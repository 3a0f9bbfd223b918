/** An interval; an end that the values cannot give is infinite. */
export interface OpenInterval {
  readonly low: number;
  readonly high: number;
}

/** Of which of n ascending values (the smallest is 1) an interval is made: 0 and n + 1 where no value will do. */
export interface Ranks {
  readonly low: number;
  readonly high: number;
}

/**
 * Between which two order statistics a quantile lies, each end wrong in at most α/2 of all cases, whatever the distribution: the
 * number of values below the quantile is binomial (n, p). `sorted` is ascending.
 * Source: H. A. David and H. N. Nagaraja, Order Statistics, 3rd ed. (2003), section 7.1.
 */
export function quantileInterval(sorted: Float64Array, permille: number, alpha: number): OpenInterval {
  const { low, high } = quantileRanks(sorted.length, permille, alpha);
  return {
    low: sorted[low - 1] ?? Number.NEGATIVE_INFINITY,
    high: sorted[high - 1] ?? Number.POSITIVE_INFINITY,
  };
}

/**
 * For B binomial (count, p): the largest r with P(B ≤ r − 1) ≤ α/2, and the smallest s with P(B ≥ s) ≤ α/2.
 */
export function quantileRanks(count: number, permille: number, alpha: number): Ranks {
  const p = permille / 1000;
  const mode = Math.min(count, Math.floor((count + 1) * p));
  const below = weightsFrom(mode, -1, count, p);
  const above = weightsFrom(mode, 1, count, p);
  const total = sum(below) + sum(above) - 1;
  const allowed = (alpha / 2) * total;
  return { low: mode + 1 - stepsToTail(below, allowed), high: mode + stepsToTail(above, allowed) };
}

/** P(B = k) for k = mode, mode ± 1, … in units of the first, until nothing more is added: neither factorials nor underflow. */
function weightsFrom(mode: number, step: 1 | -1, count: number, p: number): number[] {
  const weights: number[] = [];
  let weight = 1;
  for (let k = mode; k >= 0 && k <= count && weight > 1e-18; k += step) {
    weights.push(weight);
    weight *= step === 1 ? ((count - k) / (k + 1)) * (p / (1 - p)) : (k / (count - k + 1)) * ((1 - p) / p);
  }
  return weights;
}

/** How many steps from the mode a tail begins whose sum is allowed; one beyond the last weight where none is. */
function stepsToTail(weights: readonly number[], allowed: number): number {
  let tail = 0;
  let steps = weights.length;
  for (const weight of weights.toReversed()) {
    tail += weight;
    if (tail > allowed) {
      return steps;
    }
    steps--;
  }
  return steps;
}

function sum(values: readonly number[]): number {
  return values.reduce((all, value) => all + value, 0);
}
