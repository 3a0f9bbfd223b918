import type { RunManifest, VariantFacts } from "../samples/run-manifest.ts";
import type { MemoryChoice } from "../statistics/cost.ts";
import type { DecisionRow, TitleStyle } from "./decision-table.ts";
import type { Table } from "./markdown-text.ts";
import { decimalsOfDollars, dollars } from "./money.ts";
import { absent, decimalsFor, figure } from "./numbers.ts";
import { variantNames } from "./variant-names.ts";

/** What a million invocations of each variant cost, in US dollars. Without rows where nothing has a cost. */
export function costTable(
  labelTitles: readonly string[],
  rows: readonly DecisionRow[],
  style: TitleStyle = "full",
): Table {
  const priced = rows.filter(({ variant }) => variant.cost !== undefined);
  const warm = priced.map(({ variant }) => variant.cost?.warmPerMillionUsd);
  const cold = priced.map(({ variant }) => variant.cost?.coldPerMillionUsd);
  const titles =
    style === "full"
      ? ["A million warm invocations", "A million cold starts"]
      : ["$ per million warm", "$ per million cold"];
  return {
    header: [...labelTitles, ...titles],
    alignments: [...labelTitles.map(() => "left" as const), "right", "right"],
    rows: priced.map(({ labels }, row) => [...labels, amount(warm, row), amount(cold, row)]),
  };
}

function amount(column: readonly (number | undefined)[], row: number): string {
  const usd = column[row];
  return usd === undefined ? absent : dollars(usd, decimalsOfDollars(column));
}

/** Which memory size does best, a line for each kind of invocation. `shown` is how a medium shows words that are not ours. */
export function memoryTable(
  { variants }: RunManifest,
  choices: readonly MemoryChoice[],
  shown: (words: string) => string,
): Table {
  const rows = choices.map((choice) => [
    ...nameOf(choice, variants).map(shown),
    choice.temperature === "warm" ? "warm invocations" : "cold starts",
    ...[choice.cheapest, choice.fastest, choice.balanced].map((point) => pointText(point, choice.points)),
  ]);
  const table: Table = {
    header: ["Scenario", "Variant", "Side", "Of", "Cheapest", "Fastest", "Best balanced"],
    alignments: ["left", "left", "left", "left", "left", "left", "left"],
    rows,
  };
  return withoutEmpty(table);
}

/** `memory for warm invocations of hello: cheapest 128 MB, …`: the same for a terminal. */
export function memoryLines({ variants }: RunManifest, choices: readonly MemoryChoice[]): string[] {
  return choices.map((choice) => {
    const name = nameOf(choice, variants)
      .filter((part) => part !== "")
      .join(", ");
    const of = choice.temperature === "warm" ? "warm invocations" : "cold starts";
    const { cheapest, fastest, balanced } = choice;
    return `memory for ${of} of ${name}: cheapest ${cheapest.memoryMb} MB, fastest ${fastest.memoryMb} MB, best balanced ${balanced.memoryMb} MB`;
  });
}

/** Scenario, what tells the variants from others apart from memory, and side. */
function nameOf({ scenario, variants, side }: MemoryChoice, facts: readonly VariantFacts[]): string[] {
  const others = facts.filter((own) => own.scenario === scenario).map((own) => ({ ...own, memoryMb: 0 }));
  const [first = ""] = variants;
  return [scenario, variantNames(others).own.get(first) ?? first, side ?? ""];
}

function pointText(point: MemoryChoice["cheapest"], points: MemoryChoice["points"]): string {
  const ms = figure(
    point.medianDurationMs,
    decimalsFor(points.map(({ medianDurationMs }) => medianDurationMs)),
  );
  const usd = dollars(
    point.costPerMillion,
    decimalsOfDollars(points.map(({ costPerMillion }) => costPerMillion)),
  );
  return `${point.memoryMb} MB: ${usd}, ${ms} ms`;
}

function withoutEmpty({ header, alignments, rows }: Table): Table {
  const kept = <T>(items: readonly T[]) =>
    items.filter((_item, column) => rows.some((row) => row[column] !== ""));
  return { header: kept(header), alignments: kept(alignments), rows: rows.map(kept) };
}
