import type { BudgetJudgement } from "../statistics/comparison.ts";
import { decimalsOf, intervalOf } from "./change-numbers.ts";
import { shortened } from "./compared.ts";
import { type Label, tableOf, withoutEmptyColumns } from "./comparison-tables.ts";
import type { Table } from "./markdown-text.ts";
import { absent, counted } from "./numbers.ts";

/** What was held against which limit, and what came of it. `shown` is how a medium shows words that are not ours. */
export function budgetTable(
  budgets: readonly BudgetJudgement[],
  label: Label,
  shown: (words: string) => string,
): Table {
  return withoutEmptyColumns(
    tableOf(
      [
        ["Variant", "left", ({ variant }) => label(variant)],
        ["Budget", "left", ({ budget }) => shown(shortened(budget))],
        ["Limit", "right", ({ limit }) => shown(shortened(limit))],
        ["Measured", "right", measuredText],
        ["Verdict", "left", ({ verdict }) => (verdict === "not-applicable" ? "not applicable" : verdict)],
        ["Why", "left", ({ reason = "" }) => shown(shortened(reason, 240))],
      ],
      budgets,
    ),
  );
}

/** `912 ms (890 to 940)`, in the unit of the budget; a dash where nothing was measured. */
export function measuredText({ budget, limit, measured }: BudgetJudgement): string {
  if (measured === undefined) {
    return absent;
  }
  const { factor, before, behind, decimals } = unitOf(budget, limit);
  const { value, low, high } = measured;
  const scaled = { value: value * factor, low: low * factor, high: high * factor };
  const shown = decimals ?? decimalsOf(scaled);
  const text = `${before(value)}${scaled.value.toFixed(shown)}${behind}`;
  return low === high || !(Number.isFinite(low) || Number.isFinite(high))
    ? text
    : `${text} ${intervalOf(scaled, shown)}`;
}

/** `3 held, 1 broken, 1 undecided`. */
export function budgetCounts(budgets: readonly BudgetJudgement[]): string {
  const words = {
    broken: "broken",
    undecided: "undecided",
    held: "held",
    "not-applicable": "not applicable",
  };
  const counts = Object.entries(words)
    .map(([verdict, word]) => ({ word, count: budgets.filter((one) => one.verdict === verdict).length }))
    .filter(({ count }) => count > 0)
    .map(({ word, count }) => `${count} ${word}`);
  return `${counted(budgets.length, "budget")}: ${counts.join(", ")}`;
}

interface Unit {
  readonly factor: number;
  readonly before: (value: number) => string;
  readonly behind: string;
  /** Where they do not follow from an interval. */
  readonly decimals?: number | undefined;
}

const nothing = () => "";

/** By the budget's name; a limit that is a share of the baseline makes the figure one as well. */
function unitOf(budget: string, limit: string): Unit {
  if (limit.startsWith("+")) {
    return { factor: 100, before: (value) => (value > 0 ? "+" : ""), behind: " %", decimals: 1 };
  }
  if (budget === "maxMemory") {
    return { factor: 1, before: nothing, behind: " MB" };
  }
  if (budget === "packageSize") {
    return { factor: 1 / 2 ** 20, before: nothing, behind: " MB" };
  }
  return /cost/i.test(budget)
    ? { factor: 1, before: () => "$", behind: "", decimals: 2 }
    : { factor: 1, before: nothing, behind: " ms" };
}
