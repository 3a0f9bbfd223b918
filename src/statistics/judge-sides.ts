import type { RunManifest, VariantFacts } from "../samples/run-manifest.ts";
import type { VariantContrasts } from "./contrast.ts";
import type { RunValues, VariantValues } from "./environment-values.ts";
import { judgeVariant, type VariantJudgement } from "./judge-variant.ts";
import { type Look, looksAt, looksTaken, reachedBlocks } from "./looks.ts";
import { ruleOf } from "./rule.ts";
import type { ErrorPlan } from "./sides-plan.ts";

/** Whether all budgets of a variant are decided by the samples of its first `blocks` blocks. */
export type BudgetsDecided = (variant: string, blocks: number) => boolean;

/** A run of two sides, as far as its samples go. */
export interface SidesSoFar {
  readonly manifest: RunManifest;
  readonly plan: ErrorPlan;
  readonly values: RunValues;
  /** Blocks, warm-up blocks included, that the run came to. */
  readonly reached: (variant: VariantFacts) => number;
  readonly budgetsDecided?: BudgetsDecided | undefined;
}

/** What the samples of a variant say by now, after the looks that the run planned, or after one where it planned none. */
export function judgeSides(
  { manifest, plan, values, reached, budgetsDecided }: SidesSoFar,
  variant: VariantFacts,
  contrasts: VariantContrasts,
): VariantJudgement {
  const decided = manifest.stopping?.until === "decided";
  const seen = looksAt(manifest);
  const own = blocksOf(values.filter((side) => side.variant === variant.id));
  const taken: readonly Look[] =
    seen === undefined
      ? []
      : looksTaken(variant, seen, reachedBlocks(seen, own, reached(variant)), plan.alpha);
  // What nothing could end early is judged by all of its samples, wherever it was cut before.
  const looks = manifest.stopping === undefined ? taken.slice(-1) : taken;
  return judgeVariant({
    rule: ruleOf(manifest.rules?.find(({ scenario }) => scenario === variant.scenario)),
    watched: plan.measuresOf(variant),
    looks: looks.length > 0 ? looks : [{ blocks: Number.POSITIVE_INFINITY, level: plan.alpha }],
    alpha: plan.alpha,
    contrastOf: contrasts.measure,
    budgetsDecided:
      decided && budgetsDecided !== undefined ? (blocks) => budgetsDecided(variant.id, blocks) : undefined,
  });
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
