import type { Measure } from "../samples/phases.ts";
import type { Estimate, ResourceDifference } from "./comparison.ts";
import { medianOf } from "./environment-medians.ts";
import { type Shift, twoSampleEstimate, twoSampleShift } from "./hodges-lehmann.ts";
import type { Pairs } from "./pair-blocks.ts";
import type { TwoSamples } from "./rank-sum.ts";
import { swappedEstimate, swappedShift } from "./swapped-pairs.ts";

/** One figure of both sides, ready to be estimated at any level. */
export interface Contrast {
  readonly n: { readonly baseline: number; readonly candidate: number };
  /** Medians; NaN of none. */
  readonly baseline: number;
  readonly candidate: number;
  /** Copies of the function that each side had, and whether intervals of a level hold what they differ by; absent where one each. */
  readonly copies?:
    | {
        readonly baseline: number;
        readonly candidate: number;
        readonly inInterval: (alpha: number) => boolean;
      }
    | undefined;
  /** candidate − baseline, in the unit of the figure. */
  estimate(alpha: number): Estimate;
  /** The same with its two-sided p. */
  shift(alpha: number): Shift;
  /** ln(candidate / baseline); undefined where a value has no logarithm. */
  logRatio(alpha: number): Estimate | undefined;
}

/** What of a variant can be contrasted, from the samples of its first `blocks` blocks. */
export interface VariantContrasts {
  measure(measure: Measure, blocks: number): Contrast;
  resource(resource: ResourceDifference["resource"], blocks: number): Contrast;
}

/** Judged by the ranks of all values, as far as the two of a pair might change places. */
export function pairedContrast(pairs: Pairs): Contrast {
  const { baseline, candidate } = pairs;
  const positive = isPositive(pairs);
  return {
    n: { baseline: baseline.length, candidate: candidate.length },
    baseline: medianOf(baseline),
    candidate: medianOf(candidate),
    estimate: (alpha) => swappedEstimate(pairs, alpha),
    shift: (alpha) => swappedShift(pairs, alpha),
    logRatio: (alpha) => (positive ? swappedEstimate(logarithms(pairs), alpha) : undefined),
  };
}

/** Judged within strata, then over all: the rank-sum test and its Hodges–Lehmann estimate. */
export function twoSampleContrast(strata: readonly TwoSamples[]): Contrast {
  const baseline = joined(strata.map((stratum) => stratum.baseline));
  const candidate = joined(strata.map((stratum) => stratum.candidate));
  const positive = isPositive({ baseline, candidate });
  return {
    n: { baseline: baseline.length, candidate: candidate.length },
    baseline: medianOf(baseline),
    candidate: medianOf(candidate),
    estimate: (alpha) => twoSampleEstimate(strata, alpha),
    shift: (alpha) => twoSampleShift(strata, alpha),
    logRatio: (alpha) => (positive ? twoSampleEstimate(strata.map(logarithms), alpha) : undefined),
  };
}

function joined(parts: readonly Float64Array[]): Float64Array {
  const all = new Float64Array(parts.reduce((total, part) => total + part.length, 0));
  let at = 0;
  for (const part of parts) {
    all.set(part, at);
    at += part.length;
  }
  return all;
}

function isPositive({ baseline, candidate }: TwoSamples): boolean {
  return baseline.every((value) => value > 0) && candidate.every((value) => value > 0);
}

function logarithms({ baseline, candidate }: TwoSamples): TwoSamples {
  return { baseline: baseline.map(Math.log), candidate: candidate.map(Math.log) };
}
