import { parseBudget } from "../budgets/parse-budget.ts";
import type { MarginSetting, ScenarioRules } from "../samples/run-manifest.ts";
import type { Context } from "./context.ts";
import type { ScenarioFile } from "./schema.ts";

/** How a scenario's samples are judged, as run.json keeps it. Budgets that are none go to the report. */
export function resolveRules(name: string, file: ScenarioFile, { report }: Context): ScenarioRules {
  const { budgets, compare, samples } = file;
  for (const [key, limit] of Object.entries(budgets ?? {})) {
    const parsed = parseBudget(key, limit);
    if (parsed.kind === "problem") {
      const { about, expected, hint } = parsed.problem;
      const path = ["budgets", key];
      about === "name"
        ? report.key(path, expected, undefined, hint)
        : report.value(path, expected, undefined, hint);
    }
  }
  return {
    scenario: name,
    ...(compare?.smallestEffect === undefined ? {} : { smallestEffect: marginOf(compare.smallestEffect) }),
    ...(compare?.equivalence === undefined ? {} : { equivalence: marginOf(compare.equivalence) }),
    ...(budgets === undefined ? {} : { budgets }),
    ...(samples?.precision === undefined ? {} : { precision: samples.precision }),
  };
}

function marginOf({
  relative,
  absolute,
}: {
  readonly relative?: number | undefined;
  readonly absolute?: number | undefined;
}): MarginSetting {
  return {
    ...(relative === undefined ? {} : { relative }),
    ...(absolute === undefined ? {} : { absoluteMs: absolute }),
  };
}
