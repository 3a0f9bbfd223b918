import { quantileRanks } from "./quantile-interval.ts";
import type { Interval } from "./summary.ts";

/**
 * The shortest symmetric pair of order statistics that holds the median with at least 95 % confidence, whatever
 * the distribution. Undefined below six values, where even the smallest and the largest do not reach 95 %.
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
  return quantileRanks(count, 500, 0.05).low;
}
