import type { Measure } from "../samples/phases.ts";
import type { Difference, Rule } from "./comparison.ts";
import type { Contrast } from "./contrast.ts";
import { differenceOf } from "./difference-of.ts";
import type { Look } from "./looks.ts";
import { moreToDecide } from "./more-to-decide.ts";
import { verdictOf } from "./verdict.ts";

/** What one variant is judged by. */
export interface Judging {
  readonly rule: Rule;
  /** Those of the watched measures that the variant has. */
  readonly watched: readonly Measure[];
  /** The looks so far, ascending; at least one. */
  readonly looks: readonly Look[];
  /** Two-sided level at which one difference is judged when all is measured. */
  readonly alpha: number;
  /** The contrast of a measure, from the samples of the first `blocks` blocks. */
  readonly contrastOf: (measure: Measure, blocks: number) => Contrast;
  /** Whether the variant's budgets are decided by the samples of so many blocks; without: they are. */
  readonly budgetsDecided?: ((blocks: number) => boolean) | undefined;
}

/** A watched difference with its verdict, and its p before any adjustment. */
export interface JudgedDifference {
  readonly difference: Difference;
  readonly p: number;
}

/** What came of a variant. */
export interface VariantJudgement {
  /** The look that ended it: the first at which all is decided, or else the last there was. */
  readonly look: Look;
  readonly looksTaken: number;
  /** True when every watched difference and every budget is. */
  readonly decided: boolean;
  /** Only those of which both sides have values. */
  readonly differences: readonly JudgedDifference[];
}

/**
 * Goes through the looks of a variant in order, each with the samples that it had and no more, until one decides. All watched
 * differences are judged at the same look. A variant without any watched difference is never decided.
 */
export function judgeVariant(judging: Judging): VariantJudgement {
  let judged = judgedAt(judging, 0);
  for (let index = 1; index < judging.looks.length && !judged.decided; index++) {
    judged = judgedAt(judging, index);
  }
  return judged;
}

function judgedAt(judging: Judging, index: number): VariantJudgement {
  const look = judging.looks[index] ?? { blocks: Number.POSITIVE_INFINITY, level: judging.alpha };
  const differences = judging.watched.flatMap((measure) => {
    const contrast = judging.contrastOf(measure, look.blocks);
    return isEmpty(contrast) ? [] : [judgedDifference(judging, look, measure, contrast)];
  });
  const decided =
    differences.length > 0 &&
    differences.length === judging.watched.length &&
    differences.every(({ difference }) => difference.verdict !== "undecided") &&
    (judging.budgetsDecided?.(look.blocks) ?? true);
  return { look, looksTaken: index + 1, decided, differences };
}

/** True where a side has nothing that could be compared. */
export function isEmpty({ n }: Contrast): boolean {
  return n.baseline === 0 || n.candidate === 0;
}

function judgedDifference(
  { rule, alpha }: Judging,
  { level }: Look,
  measure: Measure,
  contrast: Contrast,
): JudgedDifference {
  const { p, ...shift } = contrast.shift(level);
  const estimated = differenceOf(measure, contrast, level, shift);
  const verdict = verdictOf(estimated, rule);
  const n = Math.min(estimated.n.baseline, estimated.n.candidate);
  const more =
    verdict === "undecided" && estimated.copies?.inInterval !== true
      ? moreToDecide(estimated, rule, { n, level, finalLevel: alpha })
      : undefined;
  return {
    difference: {
      ...estimated,
      watched: true,
      verdict,
      ...(more === undefined ? {} : { moreColdStarts: more }),
    },
    p,
  };
}
