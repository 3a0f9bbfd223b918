import type { AxisEffect, BudgetJudgement, Comparison } from "../statistics/comparison.ts";

/** What a run's samples come to, beside its distributions. */
export interface Judged {
  /** Of its two sides, where it has two; with the budgets and what axes cost. */
  readonly comparison?: Comparison | undefined;
  readonly budgets: readonly BudgetJudgement[];
  readonly axisEffects: readonly AxisEffect[];
}

/** Of a run that has nothing to be judged. */
export const nothingJudged: Judged = { budgets: [], axisEffects: [] };
