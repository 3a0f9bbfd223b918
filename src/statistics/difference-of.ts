import type { Measure } from "../samples/phases.ts";
import type { Difference, Estimate } from "./comparison.ts";
import type { Contrast } from "./contrast.ts";

/** A difference before it is judged. */
export type EstimatedDifference = Omit<Difference, "watched" | "verdict" | "moreColdStarts" | "p">;

/** Shift and ratio of a measure with intervals of 1 − `level`; `shift` is there where its p is wanted, too. */
export function differenceOf(
  { phase, temperature }: Measure,
  contrast: Contrast,
  level: number,
  shift = contrast.estimate(level),
): EstimatedDifference {
  const { baseline: baselineMs, candidate: candidateMs, copies } = contrast;
  return {
    phase,
    temperature,
    n: contrast.n,
    baselineMs,
    candidateMs,
    shift,
    ratio: ratioOf(contrast.logRatio(level), shift, baselineMs),
    confidence: 1 - level,
    ...(copies === undefined ? {} : { copies: { ...copies, inInterval: copies.inInterval(level) } }),
  };
}

/** By logarithms; where a value has none, of the shift beside the baseline's median. */
function ratioOf(logRatio: Estimate | undefined, shift: Estimate, baselineMs: number): Estimate {
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
