import type { Estimate, Margin, Rule, Verdict } from "./comparison.ts";

/** What a watched difference is judged by. */
export interface Judgeable {
  /** Medians, milliseconds. */
  readonly baselineMs: number;
  readonly candidateMs: number;
  readonly shift: Estimate;
  readonly ratio: Estimate;
}

/**
 * `slower` or `faster`: the interval of the shift excludes zero, and both shift and ratio are at least the smallest effect; a
 * ratio r and 1/r are effects of the same size. `same`: otherwise, and the interval lies within ± the equivalence margin, whose
 * relative part is one of the smaller median, so that swapping the sides swaps the verdict. Else `undecided`.
 * Sources: R. L. Berger and J. C. Hsu, "Bioequivalence trials, intersection–union tests and equivalence confidence sets",
 * Statistical Science 11 (1996) (an interval within the margin); docs/method.md for the reasons of the rule.
 */
export function verdictOf(difference: Judgeable, { smallestEffect, equivalence }: Rule): Verdict {
  const { shift } = difference;
  if (matters(difference, smallestEffect)) {
    if (shift.low > 0) {
      return "slower";
    }
    if (shift.high < 0) {
      return "faster";
    }
  }
  const margin = marginMs(difference, equivalence);
  return shift.low >= -margin && shift.high <= margin ? "same" : "undecided";
}

/** Whether an effect is one that matters. A figure at or below zero has no relative size: milliseconds alone count there. */
export function matters({ shift, ratio }: Judgeable, { relative, absoluteMs }: Margin): boolean {
  const log = Math.log(ratio.value);
  return (
    Math.abs(shift.value) >= absoluteMs &&
    (Number.isNaN(log) || (Math.abs(log) >= Math.log1p(relative) && log > 0 === shift.value > 0))
  );
}

/** Half of the equivalence margin's width, in milliseconds. */
export function marginMs({ baselineMs, candidateMs }: Judgeable, { relative, absoluteMs }: Margin): number {
  return Math.max(absoluteMs, relative * Math.min(baselineMs, candidateMs));
}
