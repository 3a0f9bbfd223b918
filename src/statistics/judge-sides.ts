import type { RunManifest, VariantFacts } from "../samples/run-manifest.ts";
import { budgetsDecided } from "./budgets-decided.ts";
import type { RunValues, VariantValues } from "./environment-values.ts";
import { judgeVariant, type VariantJudgement } from "./judge-variant.ts";
import { firstBlocks } from "./keep-environments.ts";
import { type Look, looksTaken, reachedBlocks } from "./looks.ts";
import { ruleOf } from "./rule.ts";
import type { ErrorPlan } from "./sides-plan.ts";
import { measuredSide, type TwoSides } from "./two-sides.ts";
import { variantComparison } from "./variant-comparison.ts";

/** A run of two sides, as far as its samples go. */
export interface SidesSoFar {
  readonly manifest: RunManifest;
  readonly plan: ErrorPlan;
  readonly values: RunValues;
  /** Blocks, warm-up blocks included, that the run came to. */
  readonly reached: (variant: VariantFacts) => number;
}

/**
 * What the samples of a variant say by now, after the looks that the run planned, or after one where it planned none. Where the
 * run may stop once all is decided, budgets count, too.
 */
export function judgeSides({ manifest, plan, reached }: SidesSoFar, sides: TwoSides): VariantJudgement {
  const { variant, baseline, candidate, contrasts } = sides;
  const { stopping } = manifest;
  const own = blocksOf([baseline, candidate]);
  const looks: readonly Look[] =
    stopping === undefined
      ? []
      : looksTaken(variant, stopping, reachedBlocks(stopping, own, reached(variant)), plan.alpha);
  return judgeVariant({
    rule: ruleOf(manifest.rules?.find(({ scenario }) => scenario === variant.scenario)),
    watched: plan.measuresOf(variant),
    looks: looks.length > 0 ? looks : [{ blocks: Number.POSITIVE_INFINITY, level: plan.alpha }],
    alpha: plan.alpha,
    contrastOf: contrasts.measure,
    budgetsDecided:
      stopping?.until === "decided" ? (judged) => budgetsDecidedBy(manifest, plan, sides, judged) : undefined,
  });
}

/** With the samples that the look had. */
function budgetsDecidedBy(
  manifest: RunManifest,
  plan: ErrorPlan,
  { variant, baseline, candidate, contrasts }: TwoSides,
  judged: VariantJudgement,
): boolean {
  const { blocks } = judged.look;
  const values = [firstBlocks(baseline, blocks), firstBlocks(candidate, blocks)] as const;
  const [base, cand] = [
    measuredSide(variant, "baseline", values[0]),
    measuredSide(variant, "candidate", values[1]),
  ];
  return budgetsDecided(manifest, variant, ...values, () =>
    variantComparison({
      variant,
      watched: plan.measuresOf(variant),
      baseline: base,
      candidate: cand,
      weaknesses: [],
      judged,
      contrasts,
      differences: judged.differences.map(({ difference }) => difference),
    }),
  );
}

/** How far the recorded samples of a finished or a cut run go, for each variant. */
export function reachedIn(manifest: RunManifest, values: RunValues): SidesSoFar["reached"] {
  const last = manifest.stopping?.looks.at(-1) ?? manifest.blocks;
  if (manifest.state === "complete") {
    return () => last;
  }
  const scenarios = new Map(manifest.variants.map(({ id, scenario }) => [id, scenario]));
  return ({ scenario }) => blocksOf(values.filter(({ variant }) => scenarios.get(variant) === scenario));
}

/** The number of blocks up to the last of which there is a value. */
export function blocksOf(values: readonly VariantValues[]): number {
  return values.reduce(
    (most, { blocks }) => blocks.reduce((one, block) => Math.max(one, block + 1), most),
    0,
  );
}
