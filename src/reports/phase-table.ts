import { phases } from "../samples/phases.ts";
import type { Temperature } from "../samples/sample.ts";
import type { PhaseSummary } from "../statistics/summary.ts";
import { type DecisionRow, phaseOf } from "./decision-table.ts";
import type { Table } from "./markdown-text.ts";
import { absent, decimalsFor, figure, intervalText } from "./numbers.ts";

const figureTitles = ["n", "min", "p50", "95 % interval", "p90", "p95", "p99", "p99.9", "max", "mean", "sd"];
const temperatures: readonly Temperature[] = ["cold", "warm"];

/** Every phase that was seen, phase by phase, so that variants stand below each other. Milliseconds. */
export function phaseTable(labelTitles: readonly string[], rows: readonly DecisionRow[]): Table {
  return withoutEmptyColumns({
    header: ["Phase", ...labelTitles, ...figureTitles],
    alignments: [
      "left" as const,
      ...labelTitles.map(() => "left" as const),
      ...figureTitles.map(() => "right" as const),
    ],
    rows: phases.flatMap((phase) =>
      temperatures.flatMap((temperature) => {
        const found = rows.flatMap((row) => {
          const summary = phaseOf(row.variant, phase, temperature);
          return summary === undefined ? [] : [{ labels: row.labels, summary }];
        });
        const decimals = decimalsFor(found.map(({ summary }) => summary.p50Ms));
        return found.map(({ labels, summary }) => [
          `${phase}, ${temperature}`,
          ...labels,
          ...figureCells(summary, decimals),
        ]);
      }),
    ),
  });
}

function withoutEmptyColumns({ header, alignments, rows }: Table): Table {
  const kept = <T>(items: readonly T[]) =>
    items.filter((_item, column) => rows.some((row) => row[column] !== absent));
  return { header: kept(header), alignments: kept(alignments), rows: rows.map(kept) };
}

function figureCells(summary: PhaseSummary, decimals: number): string[] {
  const { minMs, p50Ms, p90Ms, p95Ms, p99Ms, p999Ms, maxMs, meanMs, stddevMs } = summary;
  return [
    String(summary.n),
    figure(minMs, decimals),
    figure(p50Ms, decimals),
    intervalText(summary.p50Interval, decimals),
    ...[p90Ms, p95Ms, p99Ms, p999Ms, maxMs, meanMs, stddevMs].map((value) => figure(value, decimals)),
  ];
}
