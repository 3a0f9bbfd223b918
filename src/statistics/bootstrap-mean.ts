import type { Random } from "../shared/seeded-random.ts";
import { quantile } from "./quantile.ts";

/** Below this many values the interval would promise more than it holds. */
const leastValues = 10;

/**
 * The means of resamples of independent values: as many values as there are are drawn with replacement, 2,000 times.
 * Undefined below ten values.
 * Source: B. Efron and R. J. Tibshirani, An Introduction to the Bootstrap (1993), chapter 13.
 */
export function resampledMeans(
  values: Float64Array,
  random: Random,
  resamples = 2000,
): Float64Array | undefined {
  return values.length < leastValues
    ? undefined
    : Float64Array.from({ length: resamples }, () => meanOfDraw(values, random));
}

/** The interval between the α/2 and 1 − α/2 quantiles of what resamples gave (percentile interval). */
export function percentileInterval(
  resampled: Float64Array,
  alpha: number,
): { readonly low: number; readonly high: number } {
  const sorted = Float64Array.from(resampled).sort();
  return { low: quantile(sorted, 500 * alpha), high: quantile(sorted, 1000 - 500 * alpha) };
}

function meanOfDraw(values: Float64Array, random: Random): number {
  let total = 0;
  for (let draw = 0; draw < values.length; draw++) {
    total += values[Math.floor(random() * values.length)] ?? 0;
  }
  return total / values.length;
}
