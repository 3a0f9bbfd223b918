import { parseBudget } from "../budgets/parse-budget.ts";
import type { Measure } from "../samples/phases.ts";
import type { RunManifest } from "../samples/run-manifest.ts";

/** The measures of which a relative budget of a scenario bounds a percentile that has to be resampled: any but the median. */
export function boundedPercentiles({ rules }: Pick<RunManifest, "rules">, scenario: string): Measure[] {
  const budgets = rules?.find((one) => one.scenario === scenario)?.budgets ?? {};
  return Object.entries(budgets).flatMap(([name, limit]) => {
    const parsed = parseBudget(name, limit);
    const budget = parsed.kind === "budget" ? parsed.budget : undefined;
    return budget?.figure === "percentile" && budget.bound.kind === "relative" && budget.permille !== 500
      ? [budget.measure]
      : [];
  });
}
