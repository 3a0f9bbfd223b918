import type { Measure } from "../samples/phases.ts";
import type { Difference, Estimate } from "./comparison.ts";
import type { Contrast } from "./contrast.ts";
import type { Shift } from "./hodges-lehmann.ts";

/** A difference before it is judged, with its two-sided p. */
export type EstimatedDifference = Omit<Difference, "watched" | "verdict" | "moreColdStarts" | "p"> & {
  readonly p: number;
};

/** Shift and ratio of a measure with intervals of 1 − `level`. */
export function differenceOf(
  { phase, temperature }: Measure,
  contrast: Contrast,
  level: number,
): EstimatedDifference {
  const { p, ...shift } = contrast.shift(level);
  const { baseline: baselineMs, candidate: candidateMs } = contrast;
  return {
    phase,
    temperature,
    n: contrast.n,
    baselineMs,
    candidateMs,
    shift,
    ratio: ratioOf(contrast.logRatio(level), shift, baselineMs),
    confidence: 1 - level,
    p,
  };
}

/** By logarithms; where a value has none, of the shift beside the baseline's median. */
function ratioOf(logRatio: Shift | undefined, shift: Estimate, baselineMs: number): Estimate {
  if (logRatio !== undefined) {
    const { value, low, high } = logRatio;
    return { value: Math.exp(value), low: Math.exp(low), high: Math.exp(high) };
  }
  return baselineMs > 0
    ? {
        value: 1 + shift.value / baselineMs,
        low: 1 + shift.low / baselineMs,
        high: 1 + shift.high / baselineMs,
      }
    : { value: Number.NaN, low: Number.NEGATIVE_INFINITY, high: Number.POSITIVE_INFINITY };
}
