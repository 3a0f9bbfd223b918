import type { Plan } from "../plan/plan.ts";
import type { RunManifest } from "../samples/run-manifest.ts";
import { canonicalJson } from "../shared/digest.ts";
import type { Output } from "./output.ts";

/**
 * Says of which scenarios budgets, `compare` or `samples.precision` are others by now: a run is judged, and ends early, by what it
 * began with, or samples that are known already could choose the rule.
 */
export function warnOfChangedRules(earlier: RunManifest, plan: Plan, output: Pick<Output, "warn">): void {
  for (const { rules } of plan.scenarios) {
    const before = earlier.rules?.find(({ scenario }) => scenario === rules.scenario);
    if (canonicalJson(before ?? { scenario: rules.scenario }) !== canonicalJson(rules)) {
      output.warn(
        `${rules.scenario}: budgets, compare or samples.precision changed since the run began; it goes on with those of run.json`,
      );
    }
  }
}
