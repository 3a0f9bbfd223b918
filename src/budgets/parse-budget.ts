import { parseMeasure, warmPhases } from "../samples/phases.ts";
import { suggest } from "../shared/suggest.ts";
import type { Budget } from "./budget.ts";
import { budgetFigures, percentiles } from "./budget-names.ts";
import { describeLimit, nearLimit, parseLimit } from "./parse-limit.ts";

/** What is wrong with a budget: with its name or with its limit, what was expected there, and what may be meant. */
export interface BudgetProblem {
  readonly about: "name" | "limit";
  readonly expected: string;
  readonly hint?: string | undefined;
}

export type ParsedBudget =
  | { readonly kind: "budget"; readonly budget: Budget }
  | { readonly kind: "problem"; readonly problem: BudgetProblem };

/** Reads a line of `budgets`: `coldStart.p90` and `800ms`, `init.p50` and `+5%`. docs/write-a-scenario.md has the grammar. */
export function parseBudget(name: string, limit: string): ParsedBudget {
  const figure = budgetFigures.get(name);
  if (figure === undefined) {
    return { kind: "problem", problem: { about: "name", ...expectedName(name) } };
  }
  const bound = parseLimit(figure, limit);
  if (bound === undefined) {
    const expected = describeLimit(figure);
    return { kind: "problem", problem: { about: "limit", expected, hint: nearLimit(figure, limit) } };
  }
  return { kind: "budget", budget: { ...figure, name, limit, bound } };
}

function expectedName(name: string): Omit<BudgetProblem, "about"> {
  const behind = `${[...percentiles.keys()].slice(0, -1).join(", ")} or ${[...percentiles.keys()].at(-1)}`;
  const bare = parseMeasure(name);
  const start = parseMeasure(name.slice(0, Math.max(0, name.lastIndexOf("."))));
  const measure = bare ?? start;
  if (measure?.temperature === "warm" && !warmPhases.includes(measure.phase)) {
    return { expected: `one of ${warmPhases.join(", ")} behind "warm."` };
  }
  if (bare !== undefined) {
    return { expected: `${behind} behind the phase`, hint: `its median is ${name}.p50` };
  }
  return {
    expected:
      start === undefined
        ? "a percentile of a phase such as coldStart.p90 or warm.invoke.p99, maxMemory, packageSize, costPerMillion or coldCostPerMillion"
        : `${behind} behind the phase`,
    hint: suggest(name.replace(/^cold\./, ""), [...budgetFigures.keys()]),
  };
}
