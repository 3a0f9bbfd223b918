import type { ExtensionPhase } from "../samples/phases.ts";
import type { Temperature } from "../samples/sample.ts";
import type { ExtensionPhaseSummary, ExtensionSummary, VariantSummary } from "../statistics/summary.ts";
import type { DecisionRow, TitleStyle } from "./decision-table.ts";
import type { Table } from "./markdown-text.ts";
import { absent, decimalsFor, withInterval } from "./numbers.ts";

const columns: readonly (readonly [title: string, phase: ExtensionPhase, temperature: Temperature])[] = [
  ["Init", "extensionInit", "cold"],
  ["Overhead, cold", "extensionOverhead", "cold"],
  ["Overhead, warm", "extensionOverhead", "warm"],
];

/**
 * What each extension cost, a row for each variant and extension: medians in milliseconds with their intervals. Without
 * rows where no extension was seen.
 */
export function extensionTable(
  labelTitles: readonly string[],
  rows: readonly DecisionRow[],
  style: TitleStyle = "full",
): Table {
  const found = rows.flatMap(({ labels, variant }) =>
    variant.extensions.map((extension) => ({ labels, extension })),
  );
  const cells = columns.map(([, phase, temperature]) =>
    medians(found.map(({ extension }) => extensionPhaseOf(extension, phase, temperature))),
  );
  return {
    header: [
      ...labelTitles,
      "Extension",
      ...columns.map(([title]) => (style === "full" ? `${title} [ms]` : title)),
    ],
    alignments: [...labelTitles.map(() => "left" as const), "left", ...columns.map(() => "right" as const)],
    rows: found.map(({ labels, extension }, row) => [
      ...labels,
      extension.name,
      ...cells.map((column) => column[row] ?? absent),
    ]),
  };
}

/** The same variant with names that are not our words, of its extensions and in its log, as a medium shows such words. */
export function withNames(variant: VariantSummary, shown: (words: string) => string): VariantSummary {
  const extensions = variant.extensions.map((extension) => ({ ...extension, name: shown(extension.name) }));
  const platform = variant.platform?.map((time) => ({ ...time, name: shown(time.name) }));
  return { ...variant, extensions, platform };
}

/** The phase of an extension, where it was seen. */
export function extensionPhaseOf(
  { phases }: ExtensionSummary,
  phase: ExtensionPhase,
  temperature: Temperature,
): ExtensionPhaseSummary | undefined {
  return phases.find((found) => found.phase === phase && found.temperature === temperature);
}

function medians(phases: readonly (ExtensionPhaseSummary | undefined)[]): string[] {
  const decimals = decimalsFor(phases.map((phase) => phase?.p50Ms));
  return phases.map((phase) => withInterval(phase?.p50Ms, phase?.p50Interval, decimals));
}
