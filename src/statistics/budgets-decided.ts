import type { RunManifest, VariantFacts } from "../samples/run-manifest.ts";
import { boundedPercentiles } from "./bounded-percentiles.ts";
import type { VariantComparison } from "./comparison.ts";
import type { VariantValues } from "./environment-values.ts";
import { judgeBudgets } from "./judge-budgets.ts";
import { quantileDifferences } from "./quantile-difference.ts";
import { quantileTask } from "./quantile-task.ts";

/**
 * Whether the samples of a variant's two sides decide every budget of its scenario, as they are judged at the end. Where there
 * are any, `comparisonOf` is asked for what the same samples say of the sides.
 */
export function budgetsDecided(
  manifest: RunManifest,
  variant: VariantFacts,
  baseline: VariantValues,
  candidate: VariantValues,
  comparisonOf: () => VariantComparison,
): boolean {
  const { budgets = {} } = manifest.rules?.find(({ scenario }) => scenario === variant.scenario) ?? {};
  if (Object.keys(budgets).length === 0) {
    return true;
  }
  const quantiles = boundedPercentiles(manifest, variant.scenario).flatMap((measure) => {
    const task = quantileTask(measure, baseline, candidate, "blocks", [manifest.seed]);
    return task === undefined ? [] : quantileDifferences(task).map((shift) => ({ ...measure, ...shift }));
  });
  const comparisons = [{ ...comparisonOf(), quantiles }];
  const only = { ...manifest, variants: [variant] };
  const values = [baseline, candidate];
  const judged = judgeBudgets({
    manifest: only,
    values,
    baseline: { manifest: only, values, side: "baseline", comparisons },
  });
  return judged.every(({ verdict }) => verdict !== "undecided");
}
