import { axisLines } from "./axis-text.ts";
import { budgetCounts, budgetTable } from "./budget-table.ts";
import { type NamedComparison, shortened, variantLabels } from "./compared.ts";
import { differenceTable, type Label } from "./comparison-tables.ts";
import {
  errorText,
  headline,
  settingText,
  type WatchedDifference,
  watchedOf,
  weaknessText,
} from "./comparison-words.ts";
import { oneLine, plainTable, type Table } from "./markdown-text.ts";
import { counted } from "./numbers.ts";

/** More rows than this help nobody on a terminal; the others are counted. */
const mostRows = 60;

/** Rows of differences that are the same are shown where there are few. */
const fewRows = 12;

/**
 * A comparison for a terminal of so many columns: the verdict, a table of what changed or is undecided, what is weak, budgets, what
 * an axis costs. Where a table is wider than the terminal, each row is a few lines. No colours.
 */
export function comparisonTerminal(compared: NamedComparison, columns: number): string {
  const { comparison, facts } = compared;
  const name = variantLabels(facts);
  const label: Label = (id) => oneLine(name(id));
  const same = watchedOf(comparison, "same");
  const told = [
    ...watchedOf(comparison, "slower"),
    ...watchedOf(comparison, "faster"),
    ...watchedOf(comparison, "undecided"),
  ];
  const shown = told.length + same.length <= fewRows ? [...told, ...same] : told;
  const sections = [
    headlineText(compared),
    [
      settingText(comparison, oneLine),
      ...comparison.despite.map((reason) => `should not be compared: ${oneLine(shortened(reason, 300))}`),
    ].join("\n"),
    tableText(differenceTable(shown, label, "short"), columns),
    restText(compared, shown, same.length),
    capped(
      comparison.variants.flatMap(({ variant, weaknesses }) =>
        weaknesses.map((weakness) => `${label(variant)}: ${oneLine(weaknessText(weakness))}`),
      ),
    ),
    budgetSection(comparison.budgets, label, columns),
    capped(axisLines(comparison.axisEffects, oneLine)),
    shown.length === 0 ? "" : `Milliseconds; n cold starts a side. ${errorText(comparison)}`,
  ];
  return sections.filter((text) => text !== "").join("\n\n");
}

/** Budgets for a terminal: how many of which verdict, then those that did not hold. Empty where there are none. */
export function budgetSection(
  budgets: NamedComparison["comparison"]["budgets"],
  label: Label,
  columns: number,
): string {
  if (budgets.length === 0) {
    return "";
  }
  const open = budgets.filter(({ verdict }) => verdict === "broken" || verdict === "undecided");
  const table = budgetTable(open.length === 0 && budgets.length <= fewRows ? budgets : open, label, oneLine);
  return [budgetCounts(budgets), tableText(table, columns)].filter((text) => text !== "").join("\n\n");
}

function headlineText(compared: NamedComparison): string {
  const { verdict, details, also } = headline(compared, oneLine);
  const about = details.length === 0 ? "" : `: ${details.join("; ")}`;
  return [`${verdict}${about}.`, ...also.map((text) => `${text}.`)].join(" ");
}

function restText(
  { comparison }: NamedComparison,
  shown: readonly WatchedDifference[],
  same: number,
): string {
  const identical = comparison.variants.filter(({ verdict }) => verdict === "identical").length;
  const isShown = shown.some(({ difference }) => difference.verdict === "same");
  return [
    ...(same > 0 && !isShown ? [`${counted(same, "difference")}: same`] : []),
    ...(identical > 0 ? [`${counted(identical, "variant")}: identical, not measured`] : []),
  ].join("\n");
}

function tableText(table: Table, columns: number): string {
  if (table.rows.length === 0) {
    return "";
  }
  const rows = table.rows.slice(0, mostRows);
  const left = table.rows.length - rows.length;
  const text = indented(plainTable({ ...table, rows }));
  const isWide = text.split("\n").some((line) => line.length > columns);
  return [
    isWide ? stacked({ ...table, rows }, columns) : text,
    ...(left > 0 ? [`  and ${counted(left, "row")} more`] : []),
  ].join("\n");
}

/** Each row as its first two cells, then the others with their titles, as many on a line as have room. */
function stacked({ header, rows }: Table, columns: number): string {
  return rows
    .map(([first = "", second = "", ...cells]) => {
      const named = cells.flatMap((cell, index) =>
        cell === "" ? [] : [`${(header[index + 2] ?? "").toLowerCase()} ${cell}`],
      );
      return [`  ${first}  ${second}`, ...filled(named, columns - 4).map((line) => `    ${line}`)].join("\n");
    })
    .join("\n");
}

function filled(words: readonly string[], columns: number): string[] {
  const lines: string[] = [];
  for (const word of words) {
    const last = lines.at(-1);
    if (last !== undefined && last.length + word.length + 2 <= columns) {
      lines[lines.length - 1] = `${last}, ${word}`;
    } else {
      lines.push(word);
    }
  }
  return lines;
}

function capped(lines: readonly string[]): string {
  const left = lines.length - mostRows;
  return [...lines.slice(0, mostRows), ...(left > 0 ? [`and ${left} more`] : [])].join("\n");
}

function indented(text: string): string {
  return text
    .split("\n")
    .map((line) => `  ${line}`)
    .join("\n");
}
