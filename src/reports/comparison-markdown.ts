import type { Comparison, VariantComparison } from "../statistics/comparison.ts";
import { axisNote, axisTable } from "./axis-text.ts";
import { budgetCounts, budgetTable } from "./budget-table.ts";
import { type NamedComparison, shortened, variantLabels } from "./compared.ts";
import {
  differenceTable,
  figureTable,
  type Label,
  quantileTable,
  resourceTable,
} from "./comparison-tables.ts";
import {
  errorText,
  headline,
  saysNothing,
  settingText,
  type WatchedDifference,
  watchedOf,
  weaknessText,
} from "./comparison-words.ts";
import { fitted, type Section } from "./fitted.ts";
import { escaped, markdownTable, type Table } from "./markdown-text.ts";
import { counted } from "./numbers.ts";

/** GitHub takes 65,536 characters in a comment; what stands around this one has room. */
const mostCharacters = 60_000;

/** Reasons for which two runs should not be compared that are shown in full. */
const shownReasons = 10;

/**
 * A comparison for a pull request: the verdict in a line, what changed in a table, the rest folded. One line where nothing is to be
 * said. Under 60,000 characters whatever the matrix: what is left out is counted.
 */
export function comparisonMarkdown(compared: NamedComparison): string {
  const { comparison } = compared;
  if (saysNothing(comparison)) {
    const setting =
      comparison.kind === "runs" || comparison.leftOut.length > 0
        ? ` ${settingText(comparison, escaped)}`
        : "";
    return `${headlineText(compared)}${setting}\n`;
  }
  const heading = [headlineText(compared), headingText(comparison)].join("\n\n");
  const open = openSections(compared);
  const sections = [...open, ...foldedSections(compared)];
  const room = mostCharacters - heading.length - 2 * (sections.length + 1);
  return `${[heading, ...fitted(sections, open.length, room)].filter((text) => text !== "").join("\n\n")}\n`;
}

function headlineText(compared: NamedComparison): string {
  const { verdict, details, also } = headline(compared, escaped);
  const about = details.length === 0 ? "" : `: ${details.join("; ")}`;
  return [`**${verdict}**${about}.`, ...also.map((text) => `${text}.`)].join(" ");
}

function headingText(comparison: Comparison): string {
  const { despite } = comparison;
  const reasons = despite.slice(0, shownReasons).map((reason) => `> - ${escaped(shortened(reason, 300))}`);
  const left = despite.length - reasons.length;
  return [
    settingText(comparison, escaped),
    ...(despite.length === 0
      ? []
      : [
          [
            "> **These should not be compared**; they are, as `--force` asked for it:",
            ...reasons,
            ...(left > 0 ? [`> - and ${counted(left, "reason")} more`] : []),
          ].join("\n"),
        ]),
  ].join("\n\n");
}

function openSections({ comparison, facts }: NamedComparison): Section[] {
  const label = labelOf(facts);
  const changed = [...watchedOf(comparison, "slower"), ...watchedOf(comparison, "faster")];
  const budgets = comparison.budgets.filter(({ verdict }) => verdict === "broken" || verdict === "undecided");
  const weak = comparison.variants.flatMap(({ variant, weaknesses }) =>
    weaknesses.map((weakness) => `- ${label(variant)}: ${escaped(weaknessText(weakness))}`),
  );
  return [
    shown(differenceTable(changed, label), `${errorText(comparison)} Change is candidate − baseline.`),
    shown(budgetTable(budgets, label, escaped), ""),
    list("Not judged, or not to be relied on:", weak),
  ].filter(({ count }) => count > 0);
}

function foldedSections({ comparison, facts }: NamedComparison): Section[] {
  const { variants, budgets, axisEffects } = comparison;
  const label = labelOf(facts);
  const undecided = watchedOf(comparison, "undecided");
  const same = watchedOf(comparison, "same");
  const identical = variants.filter(({ verdict }) => verdict === "identical");
  const settled = budgets.filter(({ verdict }) => verdict === "held" || verdict === "not-applicable");
  return [
    folded(`Undecided: ${counted(undecided.length, "difference")}`, differenceTable(undecided, label)),
    folded(`The same: ${counted(same.length, "difference")}`, differenceTable(same, label)),
    foldedList(
      `Identical on both sides and not measured: ${counted(identical.length, "variant")}`,
      identical.map(({ variant }) => `- ${label(variant)}`),
    ),
    folded(budgetCounts(settled), budgetTable(settled, label, escaped)),
    folded("What an axis costs", axisTable(axisEffects, escaped), axisNote),
    folded("Other phases, never judged", differenceTable(unwatched(variants), label)),
    folded("High percentiles, never judged", quantileTable(variants, label), "95 % intervals."),
    folded("Memory and CPU time", resourceTable(variants, label), "Medians; 95 % intervals."),
    folded("Package size and cost", figureTable(variants, label)),
  ].filter(({ count }) => count > 0);
}

function labelOf(facts: NamedComparison["facts"]): Label {
  const name = variantLabels(facts);
  return (id) => escaped(name(id));
}

function unwatched(variants: readonly VariantComparison[]): WatchedDifference[] {
  return variants.flatMap((variant) =>
    variant.differences.filter(({ watched }) => !watched).map((difference) => ({ variant, difference })),
  );
}

function shown(table: Table, note: string): Section {
  return section(table.rows.length, (rows) =>
    [tableText(table, rows), leftOutText(table.rows.length - rows), note]
      .filter((text) => text !== "")
      .join("\n\n"),
  );
}

function folded(title: string, table: Table, note = ""): Section {
  const counts = title.includes(":") ? title : `${title}: ${counted(table.rows.length, "row")}`;
  return section(table.rows.length, (rows) =>
    detailsText(counts, [note, tableText(table, rows), leftOutText(table.rows.length - rows)]),
  );
}

function list(title: string, items: readonly string[]): Section {
  return section(items.length, (rows) =>
    [title, items.slice(0, rows).join("\n"), leftOutText(items.length - rows)]
      .filter((text) => text !== "")
      .join("\n\n"),
  );
}

function foldedList(title: string, items: readonly string[]): Section {
  return section(items.length, (rows) =>
    detailsText(title, [items.slice(0, rows).join("\n"), leftOutText(items.length - rows)]),
  );
}

function section(count: number, render: (rows: number) => string): Section {
  return { count, render };
}

function detailsText(title: string, parts: readonly string[]): string {
  const inside = parts.filter((text) => text !== "").join("\n\n");
  return `<details>\n<summary>${title}</summary>\n\n${inside}\n\n</details>`;
}

function tableText(table: Table, rows: number): string {
  return rows === 0 ? "" : markdownTable({ ...table, rows: table.rows.slice(0, rows) });
}

function leftOutText(count: number): string {
  return count === 0
    ? ""
    : `${counted(count, "row")} left out here for length; \`thaw compare --json\` has all.`;
}
