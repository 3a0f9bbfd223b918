import { defaultWatched, type Measure, measureText } from "../samples/phases.ts";
import type { ScenarioRules } from "../samples/run-manifest.ts";
import { budgetedQuantiles } from "./budgeted-quantiles.ts";
import type { Comparison, QuantileDifference } from "./comparison.ts";
import type { RunValues } from "./environment-values.ts";
import type { QuantileShift, QuantileTask } from "./quantile-difference.ts";
import { type Pairing, quantileTask } from "./quantile-task.ts";

/** `quantileDifferences` of each task, in the order of the tasks, by whomever. */
export type QuantilesOf = (tasks: readonly QuantileTask[]) => Promise<readonly QuantileShift[][]>;

/** The values that a comparison was made of, of one side each. */
export interface ComparedValues {
  readonly baseline: RunValues;
  readonly candidate: RunValues;
  readonly pairing: Pairing;
  readonly seed: QuantileTask["seed"];
  /** By whose relative budgets other percentiles are wanted. */
  readonly rules?: readonly ScenarioRules[] | undefined;
}

/**
 * The same comparison with the differences of high percentiles: of what is watched, of what is watched by default, and of
 * what relative budgets bound.
 */
export async function withQuantiles(
  comparison: Comparison,
  values: ComparedValues,
  quantilesOf: QuantilesOf,
): Promise<Comparison> {
  const wanted = comparison.variants.flatMap((variant) => tasksOf(variant, comparison.watched, values));
  const found = await quantilesOf(wanted.map(({ task }) => task));
  const byVariant = new Map<string, QuantileDifference[]>();
  for (const [index, { variant, measure }] of wanted.entries()) {
    const shifts = (found[index] ?? []).map((shift) => ({ ...measure, ...shift }));
    byVariant.set(variant, [...(byVariant.get(variant) ?? []), ...shifts]);
  }
  const variants = comparison.variants.map((one) => ({
    ...one,
    quantiles: byVariant.get(one.variant) ?? one.quantiles,
  }));
  return { ...comparison, variants };
}

interface WantedTask {
  readonly variant: string;
  readonly measure: Measure;
  readonly task: QuantileTask;
}

function tasksOf(
  { variant, scenario }: Comparison["variants"][number],
  watched: readonly Measure[],
  values: ComparedValues,
): WantedTask[] {
  const baseline = values.baseline.find((one) => one.variant === variant);
  const candidate = values.candidate.find((one) => one.variant === variant);
  if (baseline === undefined || candidate === undefined) {
    return [];
  }
  const budgeted = budgetedQuantiles(values.rules?.find((rules) => rules.scenario === scenario));
  const measures = new Map(
    [...watched, ...defaultWatched, ...budgeted.map(({ measure }) => measure)].map((measure) => [
      measureText(measure),
      measure,
    ]),
  );
  return [...measures.values()].flatMap((measure) => {
    const permilles = ([900, 950, 990] as const).filter(
      (permille) =>
        permille !== 950 || budgeted.some((one) => isOf(one, measure) && one.permille === permille),
    );
    const task = quantileTask(measure, baseline, candidate, values.pairing, values.seed, permilles);
    return task === undefined
      ? []
      : [{ variant, measure: { phase: measure.phase, temperature: measure.temperature }, task }];
  });
}

function isOf(one: { readonly measure: Measure }, measure: Measure): boolean {
  return measureText(one.measure) === measureText(measure);
}
