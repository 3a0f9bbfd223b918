import { parseBudget } from "../budgets/parse-budget.ts";
import type { Measure } from "../samples/phases.ts";
import type { ScenarioRules } from "../samples/run-manifest.ts";
import type { QuantileDifference } from "./comparison.ts";

/** The percentiles above the median that a scenario's relative budgets ask to be compared. */
export function budgetedQuantiles(
  rules: ScenarioRules | undefined,
): readonly { readonly measure: Measure; readonly permille: QuantileDifference["permille"] }[] {
  return Object.entries(rules?.budgets ?? {}).flatMap(([name, limit]) => {
    const parsed = parseBudget(name, limit);
    if (
      parsed.kind === "problem" ||
      parsed.budget.bound.kind === "absolute" ||
      parsed.budget.figure !== "percentile"
    ) {
      return [];
    }
    const { measure, permille } = parsed.budget;
    return permille === 500 ? [] : [{ measure, permille }];
  });
}
