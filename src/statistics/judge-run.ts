import type { Measure } from "../samples/phases.ts";
import type { RunManifest } from "../samples/run-manifest.ts";
import { budgetsDecided } from "./budgets-decided.ts";
import { type CompareRunsOptions, compareRuns, type RunToCompare } from "./compare-runs.ts";
import { compareSides } from "./compare-sides.ts";
import type { AxisEffect, BudgetJudgement, Comparison } from "./comparison.ts";
import type { RunValues, VariantValues } from "./environment-values.ts";
import type { PlainRun, VariantWeakness } from "./gate.ts";
import { judgeBudgets } from "./judge-budgets.ts";
import { isMissing } from "./weaknesses.ts";

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
  watched?: readonly Measure[],
): Promise<JudgedRun> {
  const axisEffects: readonly AxisEffect[] = [];
  if (manifest.baseline === undefined) {
    return { budgets: judgeBudgets({ manifest, values }), axisEffects };
  }
  const decided = budgetsDecided(manifest);
  const comparison = compareSides(manifest, values, {
    watched,
    budgetsDecided: (variant, blocks) => decided(values, variant, blocks),
  });
  const { variants } = comparison;
  const baseline = { manifest, values, side: "baseline", comparisons: variants } as const;
  const budgets = judgeBudgets({ manifest, values, baseline });
  return { comparison: { ...comparison, budgets, axisEffects }, budgets, axisEffects };
}

/** Two runs held against each other, with the candidate's budgets. */
export async function judgeRuns(
  baseline: RunToCompare,
  candidate: RunToCompare,
  options: CompareRunsOptions,
): Promise<Comparison> {
  const comparison = compareRuns(baseline, candidate, options);
  const budgets = judgeBudgets({
    manifest: candidate.manifest,
    values: candidate.values,
    baseline: {
      manifest: baseline.manifest,
      values: baseline.values,
      side: baseline.manifest.baseline === undefined ? undefined : "candidate",
      comparisons: comparison.variants,
    },
  });
  return { ...comparison, budgets };
}

/** What the gate of a run without a baseline is decided from. */
export function plainRun(
  manifest: RunManifest,
  values: RunValues,
  budgets: readonly BudgetJudgement[],
): PlainRun {
  const weaknesses = manifest.variants.flatMap(({ id }) =>
    weaknessOf(
      manifest,
      id,
      values.find(({ variant }) => variant === id),
    ),
  );
  return { kind: "plain", budgets, weaknesses };
}

function weaknessOf(
  { notMeasured }: RunManifest,
  variant: string,
  values: VariantValues | undefined,
): VariantWeakness[] {
  const { failedCount = 0, sampleCount = 0 } = values ?? {};
  const reason = notMeasured.find((one) => one.variant === variant)?.reason ?? "no sample of it is on record";
  return [
    ...(isMissing(values) && failedCount === 0
      ? [{ kind: "missing", side: "candidate", reason } as const]
      : []),
    ...(failedCount > 0
      ? [{ kind: "failed", side: "candidate", failed: failedCount, of: sampleCount } as const]
      : []),
  ].map((weakness) => ({ variant, weakness }));
}
