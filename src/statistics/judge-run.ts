import type { Measure } from "../samples/phases.ts";
import type { RunManifest } from "../samples/run-manifest.ts";
import { axisEffects } from "./axis-effects.ts";
import { budgetsDecided } from "./budgets-decided.ts";
import { type CompareRunsOptions, compareRuns, type RunToCompare } from "./compare-runs.ts";
import { compareSides } from "./compare-sides.ts";
import type { AxisEffect, BudgetJudgement, Comparison, VariantComparison } from "./comparison.ts";
import type { RunValues } from "./environment-values.ts";
import { judgeBudgets } from "./judge-budgets.ts";
import { type QuantilesOf, withQuantiles } from "./with-quantiles.ts";

/** What a run's samples come to, beside its distributions. */
export interface JudgedRun {
  /** Of its two sides, where it has two, whole. */
  readonly comparison?: Comparison | undefined;
  readonly budgets: readonly BudgetJudgement[];
  readonly axisEffects: readonly AxisEffect[];
}

/** Judges a run by what run.json says of its rules: its two sides, where it has a baseline, and its budgets. */
export async function judgeRun(
  manifest: RunManifest,
  values: RunValues,
  quantilesOf: QuantilesOf,
  watched?: readonly Measure[],
): Promise<JudgedRun> {
  const effects = axisEffects(manifest, values);
  if (manifest.baseline === undefined) {
    return { budgets: judgeBudgets({ manifest, values }), axisEffects: effects };
  }
  const decided = budgetsDecided(manifest);
  const sidesBy = (measures: readonly Measure[] | undefined) =>
    compareSides(manifest, values, {
      watched: measures,
      budgetsDecided: (variant, blocks) => decided(values, variant, blocks),
    });
  const sides = sidesBy(watched);
  const valuesOf = (side: "baseline" | "candidate") => values.filter((one) => one.side === side);
  const pairs = {
    baseline: valuesOf("baseline"),
    candidate: valuesOf("candidate"),
    pairing: "blocks",
    seed: [manifest.seed],
    rules: manifest.rules,
  } as const;
  const whole = await withQuantiles(sides, pairs, quantilesOf);
  // What ended the run was what it watched itself: budgets keep the boundaries of that.
  const comparisons =
    watched === undefined || manifest.stopping === undefined
      ? whole.variants
      : ofOwnWatch(whole.variants, sidesBy(undefined).variants);
  const baseline = { manifest, values, side: "baseline", comparisons } as const;
  const budgets = judgeBudgets({ manifest, values, baseline });
  return { comparison: { ...whole, budgets, axisEffects: effects }, budgets, axisEffects: effects };
}

/** With the percentiles that were worked out already: they hang on no watch list. */
function ofOwnWatch(
  shown: readonly VariantComparison[],
  own: readonly VariantComparison[],
): readonly VariantComparison[] {
  return own.map((variant, index) => ({ ...variant, quantiles: shown[index]?.quantiles ?? [] }));
}

/** Two runs held against each other, with the candidate's budgets and axes. */
export async function judgeRuns(
  baseline: RunToCompare,
  candidate: RunToCompare,
  quantilesOf: QuantilesOf,
  options: CompareRunsOptions,
): Promise<Comparison> {
  const runs = compareRuns(baseline, candidate, options);
  const { manifest, values } = candidate;
  const seed = [baseline.manifest.seed, manifest.seed];
  const pairs = {
    baseline: ofCode(baseline),
    candidate: ofCode(candidate),
    pairing: "environments",
    seed,
    rules: manifest.rules,
  } as const;
  const whole = await withQuantiles(runs, pairs, quantilesOf);
  const budgets = judgeBudgets({
    manifest,
    values,
    baseline: {
      manifest: baseline.manifest,
      values: baseline.values,
      side: baseline.manifest.baseline === undefined ? undefined : "candidate",
      comparisons: whole.variants,
    },
  });
  return { ...whole, budgets, axisEffects: axisEffects(manifest, values) };
}

/** Of a run of two sides, its candidate stands for it. */
function ofCode({ values }: RunToCompare): RunValues {
  return values.filter(({ side }) => side !== "baseline");
}
