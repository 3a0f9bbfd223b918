import type { Estimate } from "./comparison.ts";
import type { Contrast } from "./contrast.ts";
import { medianOf } from "./environment-medians.ts";
import type { MeasureValues } from "./environment-values.ts";
import { twoSampleEstimate } from "./hodges-lehmann.ts";
import { rankSumBound, rankSumP, type TwoSamples } from "./rank-sum.ts";

/**
 * A contrast whose intervals hold what the copies of a function differ by: one value for each copy, the median of its environments,
 * as an environment gives one value of its warm invocations; then the rank-sum test of these, inverted. Copies are independent of each
 * other, and where nothing differs those of both sides are alike, so this holds whatever copies differ by. The interval reaches from
 * the smaller to the larger of this one's and the contrast's own; p is the larger of both. Where copies are too few for any order of
 * them to be as rare as the level, the contrast's own are left as they are, and it says so. One copy a side changes nothing.
 * Sources: A. Donner and N. Klar, Design and Analysis of Cluster Randomization Trials in Health Research (2000), section 6.2 (one value
 * for each cluster); the test as `rankSumBound`.
 */
export function byCopies(contrast: Contrast, medians: TwoSamples): Contrast {
  const { baseline, candidate } = medians;
  if (baseline.length < 2 && candidate.length < 2) {
    return contrast;
  }
  const sizes = [[baseline.length, candidate.length]] as const;
  const inInterval = (alpha: number) => rankSumBound(sizes, alpha) > 0;
  const widened = (own: Estimate, of: TwoSamples, alpha: number): Estimate =>
    inInterval(alpha) ? hull(own, twoSampleEstimate([of], alpha)) : own;
  return {
    ...contrast,
    copies: { baseline: baseline.length, candidate: candidate.length, inInterval },
    estimate: (alpha) => widened(contrast.estimate(alpha), medians, alpha),
    shift: (alpha) => {
      const { p, ...own } = contrast.shift(alpha);
      return { ...widened(own, medians, alpha), p: inInterval(alpha) ? Math.max(p, rankSumP([medians])) : p };
    },
    logRatio: (alpha) => {
      const own = contrast.logRatio(alpha);
      return own && widened(own, logarithms(medians), alpha);
    },
  };
}

/** Whether a measure's environments are of several copies: without, as on every local target, nothing of this is asked. */
export function hasCopies(measure: MeasureValues | undefined): boolean {
  return measure?.copies.some((copy) => copy !== measure.copies[0]) ?? false;
}

/**
 * The median of each copy's environments, in the order of their numbers. `values` has one for each environment, NaN where it has
 * none; `used` tells which of them count.
 */
export function copyMedians(
  measure: MeasureValues | undefined,
  values: Float64Array,
  used: (environment: number) => boolean = () => true,
): Float64Array {
  const members = new Map<number, number[]>();
  measure?.environments.forEach((environment, index) => {
    const value = values[environment] ?? Number.NaN;
    if (used(environment) && !Number.isNaN(value)) {
      const copy = measure.copies[index] ?? 0;
      const known = members.get(copy) ?? [];
      known.push(value);
      members.set(copy, known);
    }
  });
  return Float64Array.from([...members.values()], (own) => medianOf(Float64Array.from(own)));
}

function hull(own: Estimate, other: Estimate): Estimate {
  return { value: own.value, low: Math.min(own.low, other.low), high: Math.max(own.high, other.high) };
}

function logarithms({ baseline, candidate }: TwoSamples): TwoSamples {
  return { baseline: baseline.map(Math.log), candidate: candidate.map(Math.log) };
}
