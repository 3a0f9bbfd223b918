import { measureText, phases, warmPhases } from "../samples/phases.ts";
import type { BudgetPermille, Figure } from "./budget.ts";

/** How percentiles are written. */
export const percentiles: ReadonlyMap<string, BudgetPermille> = new Map([
  ["p50", 500],
  ["p90", 900],
  ["p95", 950],
  ["p99", 990],
]);

/** The names that are no phase's. */
const otherFigures: readonly (readonly [name: string, figure: Figure])[] = [
  ["maxMemory", { figure: "maxMemory" }],
  ["packageSize", { figure: "packageSize" }],
  ["costPerMillion", { figure: "costPerMillion", temperature: "warm" }],
  ["coldCostPerMillion", { figure: "costPerMillion", temperature: "cold" }],
];

/** Every name that a budget can have, with what it bounds. */
export const budgetFigures: ReadonlyMap<string, Figure> = new Map([
  ...phases.flatMap((phase) => percentilesOf({ phase, temperature: "cold" })),
  ...warmPhases.flatMap((phase) => percentilesOf({ phase, temperature: "warm" })),
  ...otherFigures,
]);

function percentilesOf(
  measure: Parameters<typeof measureText>[0],
): readonly (readonly [name: string, figure: Figure])[] {
  return [...percentiles].map(([text, permille]) => [
    `${measureText(measure)}.${text}`,
    { figure: "percentile", measure, permille },
  ]);
}
