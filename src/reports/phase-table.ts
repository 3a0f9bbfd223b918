import { extensionPhases, phases } from "../samples/phases.ts";
import type { Temperature } from "../samples/sample.ts";
import type { DistributionSummary } from "../statistics/summary.ts";
import { type DecisionRow, phaseOf } from "./decision-table.ts";
import { extensionPhaseOf } from "./extension-table.ts";
import type { Table } from "./markdown-text.ts";
import { absent, decimalsFor, figure, intervalText } from "./numbers.ts";
import { namesOf, platformTimeOf } from "./platform-table.ts";

const figureTitles = ["n", "min", "p50", "95 % interval", "p90", "p95", "p99", "p99.9", "max", "mean", "sd"];
const temperatures: readonly Temperature[] = ["cold", "warm"];

/**
 * Every phase that was seen, phase by phase, so that variants stand below each other; those of extensions and of
 * Lambda's JSON log last.
 * Milliseconds.
 */
export function phaseTable(labelTitles: readonly string[], rows: readonly DecisionRow[]): Table {
  return withoutEmptyColumns({
    header: ["Phase", ...labelTitles, ...figureTitles],
    alignments: [
      "left" as const,
      ...labelTitles.map(() => "left" as const),
      ...figureTitles.map(() => "right" as const),
    ],
    rows: [
      ...phaseGroups(rows),
      placementGroup(rows),
      ...extensionGroups(rows),
      ...platformGroups(rows),
    ].flatMap(({ title, found }) => {
      const decimals = decimalsFor(found.map(({ summary }) => summary.p50Ms));
      return found.map(({ labels, summary }) => [title, ...labels, ...figureCells(summary, decimals)]);
    }),
  });
}

/** The lines of one phase. */
interface Group {
  readonly title: string;
  readonly found: readonly { readonly labels: readonly string[]; readonly summary: DistributionSummary }[];
}

function phaseGroups(rows: readonly DecisionRow[]): Group[] {
  return phases.flatMap((phase) =>
    temperatures.map((temperature) => ({
      title: `${phase}, ${temperature}`,
      found: rows.flatMap(({ labels, variant }) => {
        const summary = phaseOf(variant, phase, temperature);
        return summary === undefined ? [] : [{ labels, summary }];
      }),
    })),
  );
}

function placementGroup(rows: readonly DecisionRow[]): Group {
  return {
    title: "placement, cold",
    found: rows.flatMap(({ labels, variant: { placement } }) =>
      placement === undefined ? [] : [{ labels, summary: placement }],
    ),
  };
}

function extensionGroups(rows: readonly DecisionRow[]): Group[] {
  const names = rows.flatMap(({ variant }) => variant.extensions.map(({ name }) => name));
  return extensionPhases.flatMap((phase) =>
    [...new Set(names)].flatMap((name) =>
      temperatures.map((temperature) => ({
        title: `${phase} of ${name}, ${temperature}`,
        found: rows.flatMap(({ labels, variant }) => {
          const extension = variant.extensions.find((one) => one.name === name);
          const summary = extension && extensionPhaseOf(extension, phase, temperature);
          return summary === undefined ? [] : [{ labels, summary }];
        }),
      })),
    ),
  );
}

function platformGroups(rows: readonly DecisionRow[]): Group[] {
  return namesOf(rows).flatMap((name) =>
    temperatures.map((temperature) => ({
      title: `${name} by Lambda, ${temperature}`,
      found: rows.flatMap(({ labels, variant }) => {
        const summary = platformTimeOf(variant, name, temperature);
        return summary === undefined ? [] : [{ labels, summary }];
      }),
    })),
  );
}

function withoutEmptyColumns({ header, alignments, rows }: Table): Table {
  const kept = <T>(items: readonly T[]) =>
    items.filter((_item, column) => rows.some((row) => row[column] !== absent));
  return { header: kept(header), alignments: kept(alignments), rows: rows.map(kept) };
}

function figureCells(summary: DistributionSummary, decimals: number): string[] {
  const { minMs, p50Ms, p90Ms, p95Ms, p99Ms, p999Ms, maxMs, meanMs, stddevMs } = summary;
  return [
    String(summary.n),
    figure(minMs, decimals),
    figure(p50Ms, decimals),
    intervalText(summary.p50Interval, decimals),
    ...[p90Ms, p95Ms, p99Ms, p999Ms, maxMs, meanMs, stddevMs].map((value) => figure(value, decimals)),
  ];
}
