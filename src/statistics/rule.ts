import type { MarginSetting, ScenarioRules } from "../samples/run-manifest.ts";
import type { Margin, Rule } from "./comparison.ts";

/** Of calling any zero difference slower or faster, in one comparison of however many differences and looks. */
export const errorRate = 0.005;

const smallestEffect: Margin = { relative: 0.03, absoluteMs: 1 };
const equivalence: Margin = { relative: 0.05, absoluteMs: 2 };

/** The rule of a scenario: what it does not set is the default. */
export function ruleOf(rules: ScenarioRules | undefined): Rule {
  return {
    errorRate,
    smallestEffect: { ...smallestEffect, ...given(rules?.smallestEffect) },
    equivalence: { ...equivalence, ...given(rules?.equivalence) },
  };
}

function given({ relative, absoluteMs }: MarginSetting = {}): Partial<Margin> {
  return {
    ...(relative === undefined ? {} : { relative }),
    ...(absoluteMs === undefined ? {} : { absoluteMs }),
  };
}
