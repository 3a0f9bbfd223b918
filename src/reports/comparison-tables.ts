import type { Difference, VariantComparison } from "../statistics/comparison.ts";
import { decimalsOf, figuresText, percentText, probabilityText, shiftText } from "./change-numbers.ts";
import { phaseText, verdictText, type WatchedDifference } from "./comparison-words.ts";
import type { TitleStyle } from "./decision-table.ts";
import type { Alignment, Table } from "./markdown-text.ts";
import { absent, decimalsFor } from "./numbers.ts";

/** How a medium shows a variant: its short name, words that are not ours made harmless. */
export type Label = (id: string) => string;

type Column<T> = readonly [title: string, alignment: Alignment, cell: (item: T) => string];

/** Differences of phases with what is said of them; the columns for p and for verdicts only where there are any. Milliseconds. */
export function differenceTable(
  found: readonly WatchedDifference[],
  label: Label,
  style: TitleStyle = "full",
): Table {
  const unit = style === "full" ? " [ms]" : "";
  const columns: Column<WatchedDifference>[] = [
    ["Variant", "left", ({ variant }) => label(variant.variant)],
    ["Phase", "left", ({ difference }) => phaseText(difference)],
    [style === "full" ? "Cold starts" : "n", "right", ({ difference }) => countText(difference)],
    [`Baseline${unit}`, "right", ({ difference }) => levelText(difference.baselineMs, difference)],
    [`Candidate${unit}`, "right", ({ difference }) => levelText(difference.candidateMs, difference)],
    [`Change${unit}`, "right", ({ difference }) => shiftText(difference.shift)],
    [style === "full" ? "Change [%]" : "%", "right", ({ difference }) => percentText(difference.ratio)],
    ["p", "right", ({ difference }) => probabilityText(difference.p)],
    ["Verdict", "left", ({ difference }) => verdictText(difference)],
  ];
  return withoutEmptyColumns(tableOf(columns, found));
}

/** The differences of high percentiles. Milliseconds. */
export function quantileTable(variants: readonly VariantComparison[], label: Label): Table {
  const rows = variants.flatMap((variant) => variant.quantiles.map((quantile) => ({ variant, quantile })));
  type Row = (typeof rows)[number];
  const level = (value: number, { quantile }: Row) => value.toFixed(decimalsOf(quantile.shift));
  const columns: Column<Row>[] = [
    ["Variant", "left", ({ variant }) => label(variant.variant)],
    ["Phase", "left", ({ quantile }) => phaseText(quantile)],
    ["Percentile", "left", ({ quantile }) => `p${quantile.permille / 10}`],
    ["Baseline [ms]", "right", (row) => level(row.quantile.baselineMs, row)],
    ["Candidate [ms]", "right", (row) => level(row.quantile.candidateMs, row)],
    ["Change [ms]", "right", ({ quantile }) => shiftText(quantile.shift)],
  ];
  return tableOf(columns, rows);
}

const resourceNames = {
  maxMemoryMb: "Memory [MB]",
  cpuInitMs: "CPU time of init [ms]",
  cpuInvokeMs: "CPU time of a warm invocation [ms]",
} as const;

/** Memory and CPU time. */
export function resourceTable(variants: readonly VariantComparison[], label: Label): Table {
  const rows = variants.flatMap((variant) => variant.resources.map((resource) => ({ variant, resource })));
  type Row = (typeof rows)[number];
  const level = (value: number, { resource }: Row) => value.toFixed(decimalsOf(resource.shift, 1));
  const columns: Column<Row>[] = [
    ["Variant", "left", ({ variant }) => label(variant.variant)],
    ["Resource", "left", ({ resource }) => resourceNames[resource.resource]],
    ["Baseline", "right", (row) => level(row.resource.baseline, row)],
    ["Candidate", "right", (row) => level(row.resource.candidate, row)],
    ["Change", "right", ({ resource }) => shiftText(resource.shift, 1)],
  ];
  return tableOf(columns, rows);
}

/** Package sizes in MB, and what a million invocations cost in US dollars. */
export function figureTable(variants: readonly VariantComparison[], label: Label): Table {
  const rows = variants.flatMap((variant) => {
    const { packageBytes: bytes, warmCostPerMillion, coldCostPerMillion } = variant;
    const packageMb =
      bytes === undefined
        ? undefined
        : { baseline: bytes.baseline / 2 ** 20, candidate: bytes.candidate / 2 ** 20 };
    return [
      { variant, what: "Package [MB]", figures: packageMb, decimals: 2 },
      { variant, what: "Million warm invocations [$]", figures: warmCostPerMillion, decimals: 2 },
      { variant, what: "Million cold starts [$]", figures: coldCostPerMillion, decimals: 2 },
    ].filter(({ figures }) => figures !== undefined);
  });
  const columns: Column<(typeof rows)[number]>[] = [
    ["Variant", "left", ({ variant }) => label(variant.variant)],
    ["Figure", "left", ({ what }) => what],
    ["Baseline", "right", ({ figures, decimals }) => figuresText(figures, decimals)[0]],
    ["Candidate", "right", ({ figures, decimals }) => figuresText(figures, decimals)[1]],
    ["Change", "right", ({ figures, decimals }) => figuresText(figures, decimals)[2]],
  ];
  return tableOf(columns, rows);
}

/** A table of items, a row for each. */
export function tableOf<T>(columns: readonly Column<T>[], items: readonly T[]): Table {
  return {
    header: columns.map(([title]) => title),
    alignments: columns.map(([, alignment]) => alignment),
    rows: items.map((item) => columns.map(([, , cell]) => cell(item))),
  };
}

/** Without the columns of which every cell is empty. */
export function withoutEmptyColumns({ header, alignments, rows }: Table): Table {
  const kept = <T>(cells: readonly T[]) =>
    cells.filter((_cell, column) => rows.some((row) => row[column] !== ""));
  return { header: kept(header), alignments: kept(alignments), rows: rows.map(kept) };
}

function countText({ n: { baseline, candidate } }: Difference): string {
  return baseline === candidate ? String(baseline) : `${baseline} / ${candidate}`;
}

/** With the digits of its change, where that has an interval to take them from. */
function levelText(milliseconds: number, { shift }: Difference): string {
  if (!Number.isFinite(milliseconds)) {
    return absent;
  }
  const known = Number.isFinite(shift.high - shift.low);
  return milliseconds.toFixed(known ? decimalsOf(shift) : decimalsFor([milliseconds]));
}
