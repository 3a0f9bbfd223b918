import { defaultWatched, type Measure, measureText } from "../samples/phases.ts";
import type { RunManifest } from "../samples/run-manifest.ts";
import { boundedPercentiles } from "./bounded-percentiles.ts";
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
  /** By which the candidate is judged: relative budgets bound percentiles. */
  readonly rules?: RunManifest["rules"];
}

/**
 * The same comparison with the differences of high percentiles: of what is watched, of what is watched by default, and of what a
 * relative budget bounds.
 */
export async function withQuantiles(
  comparison: Comparison,
  values: ComparedValues,
  quantilesOf: QuantilesOf,
): Promise<Comparison> {
  const wanted = comparison.variants.flatMap(({ variant, scenario }) =>
    tasksOf(variant, [...comparison.watched, ...boundedPercentiles(values, scenario)], values),
  );
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

function tasksOf(variant: string, watched: readonly Measure[], values: ComparedValues): WantedTask[] {
  const baseline = values.baseline.find((one) => one.variant === variant);
  const candidate = values.candidate.find((one) => one.variant === variant);
  if (baseline === undefined || candidate === undefined) {
    return [];
  }
  const measures = new Map([...watched, ...defaultWatched].map((measure) => [measureText(measure), measure]));
  return [...measures.values()].flatMap((measure) => {
    const task = quantileTask(measure, baseline, candidate, values.pairing, values.seed);
    return task === undefined
      ? []
      : [{ variant, measure: { phase: measure.phase, temperature: measure.temperature }, task }];
  });
}
