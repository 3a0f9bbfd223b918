import type { CopyMedian, CopySpread } from "../statistics/summary.ts";
import type { DecisionRow } from "./decision-table.ts";
import type { Table } from "./markdown-text.ts";
import { absent, decimalsFor, figure } from "./numbers.ts";

/** Medians of more copies than these are told by their ends. */
const mostListed = 6;

/** What stands above the table. */
export const copiesNote =
  "Each variant was measured on several copies of its function, which took turns and are the same but for where AWS put them. Here is how\n" +
  "their medians lie apart, and how much that is of the width of the interval of the variant's median. That interval resamples copies;\n" +
  "with few of them it is approximate.";

/** How the copies of each variant differ: a line for cold starts and one for warm durations. Without rows where nothing had copies. */
export function copiesTable(labelTitles: readonly string[], rows: readonly DecisionRow[]): Table {
  const found = rows.flatMap(({ labels, variant }) =>
    (variant.copies ?? []).map((spread) => ({ labels, spread })),
  );
  return {
    header: [...labelTitles, "Phase", "Copies", "Median of each [ms]", "Range [ms]", "Range / interval"],
    alignments: [...labelTitles.map(() => "left" as const), "left", "right", "right", "right", "right"],
    rows: found.map(({ labels, spread }) => [...labels, ...spreadCells(spread)]),
  };
}

function spreadCells({ phase, temperature, copies, rangeMs, ofInterval }: CopySpread): string[] {
  const decimals = decimalsFor(copies.map(({ p50Ms }) => p50Ms));
  return [
    temperature === "warm" ? "warm duration" : phase === "coldStart" ? "cold start" : phase,
    String(copies.length),
    mediansText(copies, decimals),
    figure(rangeMs, decimals),
    ofInterval === undefined ? absent : ofInterval.toFixed(2),
  ];
}

function mediansText(copies: readonly CopyMedian[], decimals: number): string {
  const medians = copies.map(({ p50Ms }) => p50Ms);
  return medians.length > mostListed
    ? `${figure(Math.min(...medians), decimals)} to ${figure(Math.max(...medians), decimals)}`
    : medians.map((median) => figure(median, decimals)).join(", ");
}
