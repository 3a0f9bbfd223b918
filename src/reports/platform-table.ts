import type { Temperature } from "../samples/sample.ts";
import type { DistributionSummary, VariantSummary } from "../statistics/summary.ts";
import type { DecisionRow, TitleStyle } from "./decision-table.ts";
import type { Table } from "./markdown-text.ts";
import { decimalsFor, figure } from "./numbers.ts";

/** What stands above the table. */
export const platformNote =
  "By Lambda's own clock and definitions, from its JSON log: none of these is a phase of this report, and extensions are counted together.";

const temperatures: readonly Temperature[] = ["cold", "warm"];

/**
 * The times that Lambda's JSON log names: medians in milliseconds, a row for each variant, cold and warm, and a column for each name.
 * Without rows where no log was JSON.
 */
export function platformTable(
  labelTitles: readonly string[],
  rows: readonly DecisionRow[],
  style: TitleStyle = "full",
): Table {
  const names = namesOf(rows);
  const lines = rows.flatMap(({ labels, variant }) =>
    temperatures.map((temperature) => ({
      labels: [...labels, temperature],
      found: names.map((name) => platformTimeOf(variant, name, temperature)),
    })),
  );
  const seen = lines.filter(({ found }) => found.some((one) => one !== undefined));
  const decimals = names.map((_name, column) => decimalsFor(seen.map(({ found }) => found[column]?.p50Ms)));
  return {
    header: [...labelTitles, "Calls", ...names.map((name) => (style === "full" ? `${name} [ms]` : name))],
    alignments: [...labelTitles.map(() => "left" as const), "left", ...names.map(() => "right" as const)],
    rows: seen.map(({ labels, found }) => [
      ...labels,
      ...found.map((one, column) => figure(one?.p50Ms, decimals[column] ?? 0)),
    ]),
  };
}

/** Each name once, in the order of the first variant that has it. */
export function namesOf(rows: readonly Pick<DecisionRow, "variant">[]): readonly string[] {
  return [...new Set(rows.flatMap(({ variant }) => (variant.platform ?? []).map(({ name }) => name)))];
}

/** One of them, where it was seen. */
export function platformTimeOf(
  { platform = [] }: VariantSummary,
  name: string,
  temperature: Temperature,
): DistributionSummary | undefined {
  return platform
    .find((time) => time.name === name)
    ?.phases.find((phase) => phase.temperature === temperature);
}
