import { parseBudget } from "../budgets/parse-budget.ts";
import { type Measure, measureText } from "../samples/phases.ts";
import type { RunManifest } from "../samples/run-manifest.ts";
import type { Comparison, QuantileDifference, VariantComparison } from "./comparison.ts";
import type { RunValues, VariantValues } from "./environment-values.ts";
import type { QuantileShift, QuantileTask } from "./quantile-difference.ts";
import { type Pairing, quantileTask } from "./quantile-task.ts";

/** Works out the percentiles of many tasks, each of them for itself, in their order. */
export type Resample = (tasks: readonly QuantileTask[]) => Promise<readonly (readonly QuantileShift[])[]>;

/** What percentiles are resampled from. */
export interface QuantileSources {
  readonly baseline: RunValues;
  readonly candidate: RunValues;
  /** Of the candidate's run. */
  readonly manifest: RunManifest;
}

/**
 * A comparison with the differences of p90 and p99: of what is watched, and of what a relative budget bounds. Resampling takes
 * time, so who asks says how it is done. The same samples give the same: the seed is the candidate's run's.
 */
export async function withQuantiles(
  comparison: Comparison,
  sources: QuantileSources,
  resample: Resample,
): Promise<Comparison> {
  const wanted = comparison.variants.map((variant) => wantedOf(comparison, variant, sources));
  const shifts = await resample(wanted.flat().map(({ task }) => task));
  let next = 0;
  const variants = comparison.variants.map((variant, index) => ({
    ...variant,
    quantiles: (wanted[index] ?? []).flatMap(({ measure }) => quantilesOf(measure, shifts[next++] ?? [])),
  }));
  return { ...comparison, variants };
}

interface Wanted {
  readonly measure: Measure;
  readonly task: QuantileTask;
}

function wantedOf(
  { kind, watched }: Comparison,
  { variant, scenario, differences }: VariantComparison,
  { baseline, candidate, manifest }: QuantileSources,
): Wanted[] {
  const base = baseline.find((values) => values.variant === variant && isBaseline(values, kind));
  const cand = candidate.find((values) => values.variant === variant && values.side !== "baseline");
  if (base === undefined || cand === undefined) {
    return [];
  }
  const names = new Set([...watched, ...boundedPercentiles(manifest, scenario)].map(measureText));
  const measures = differences.filter((difference) => names.has(measureText(difference)));
  return quantileTasks(manifest, measures, base, cand, kind === "sides" ? "blocks" : "environments");
}

/** Of another run with two sides the candidate's is what is compared. */
function isBaseline({ side }: VariantValues, kind: Comparison["kind"]): boolean {
  return kind === "sides" ? side === "baseline" : side !== "baseline";
}

/** The measures of which a relative budget of a scenario bounds a percentile that is resampled. */
export function boundedPercentiles({ rules }: Pick<RunManifest, "rules">, scenario: string): Measure[] {
  const budgets = rules?.find((one) => one.scenario === scenario)?.budgets ?? {};
  return Object.entries(budgets).flatMap(([name, limit]) => {
    const parsed = parseBudget(name, limit);
    return parsed.kind === "budget" &&
      parsed.budget.figure === "percentile" &&
      parsed.budget.bound.kind === "relative" &&
      parsed.budget.permille !== 500
      ? [parsed.budget.measure]
      : [];
  });
}

/** A task for each of the measures that both sides have. */
export function quantileTasks(
  { seed }: Pick<RunManifest, "seed">,
  measures: readonly Measure[],
  baseline: VariantValues,
  candidate: VariantValues,
  pairing: Pairing,
): Wanted[] {
  return measures.flatMap((measure) => {
    const task = quantileTask(measure, baseline, candidate, pairing, [seed, "quantiles"]);
    return task === undefined ? [] : [{ measure, task }];
  });
}

/** The percentiles of one measure. */
export function quantilesOf(
  { phase, temperature }: Measure,
  shifts: readonly QuantileShift[],
): QuantileDifference[] {
  return shifts.map((shift) => ({ phase, temperature, ...shift }));
}
