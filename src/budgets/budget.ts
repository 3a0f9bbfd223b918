import type { Measure } from "../samples/phases.ts";
import type { Temperature } from "../samples/sample.ts";

/** How much a figure may be at most. */
export type Bound =
  /** In the figure's own unit: milliseconds, MB (2^20 bytes), bytes, or US dollars. */
  | { readonly kind: "absolute"; readonly value: number }
  /** By which part of the baseline's figure it may be above it: 0.05 is 5 %. */
  | { readonly kind: "relative"; readonly share: number };

/** What is bounded. */
export type Figure =
  /** A percentile of a phase, in milliseconds. */
  | { readonly figure: "percentile"; readonly measure: Measure; readonly permille: BudgetPermille }
  /** The largest peak of memory of any environment, in MB. */
  | { readonly figure: "maxMemory" }
  /** Unpacked size of the function and its layers, in bytes. */
  | { readonly figure: "packageSize" }
  /** US dollars for a million warm invocations, or for a million cold starts. */
  | { readonly figure: "costPerMillion"; readonly temperature: Temperature };

/** Percentiles as thousandths. */
export type BudgetPermille = 500 | 900 | 950 | 990;

/** One line of a scenario's `budgets`. */
export type Budget = Figure & {
  /** As the scenario has them: `coldStart.p90` and `800ms`. */
  readonly name: string;
  readonly limit: string;
  readonly bound: Bound;
};
