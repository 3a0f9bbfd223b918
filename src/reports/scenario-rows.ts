import type { RunManifest, VariantFacts } from "../samples/run-manifest.ts";
import type { Summary } from "../statistics/summary.ts";
import type { DecisionRow } from "./decision-table.ts";
import { earlyMark, earlySentence } from "./ended-early.ts";
import { cpuMark, exceptionSentences } from "./exceptions-text.ts";
import { variantNames } from "./variant-names.ts";

/** What one scenario's tables are made of. */
export interface ScenarioRows {
  readonly scenario: string;
  /** What all of its variants share. */
  readonly shared: string;
  /** `Variant`, and `Side` where the run has two. */
  readonly labelTitles: readonly string[];
  /** One for each variant and side of which there is a sample. */
  readonly rows: readonly ScenarioRow[];
}

/** A row, and in sentences what is ok of it and not as planned. */
export interface ScenarioRow extends DecisionRow {
  readonly remarks: readonly string[];
}

/** The scenarios of a run in the manifest's order, with those variants that were measured. */
export function scenarioRows(manifest: RunManifest, summary: Summary): ScenarioRows[] {
  const hasSides = summary.variants.some((variant) => variant.side !== undefined);
  return [...groupedByScenario(manifest.variants)].map(([scenario, facts]) => {
    const names = variantNames(facts);
    const rows = facts.flatMap((own) =>
      summary.variants
        .filter((variant) => variant.variant === own.id)
        .map((variant) => ({
          labels: [
            `${names.own.get(own.id) ?? own.id}${cpuMark(variant)}${earlyMark(manifest, own, variant)}`,
            ...(hasSides ? [variant.side ?? ""] : []),
          ],
          variant,
          remarks: [...exceptionSentences(variant), ...earlySentence(manifest, own, variant)],
        })),
    );
    return { scenario, shared: names.shared, labelTitles: ["Variant", ...(hasSides ? ["Side"] : [])], rows };
  });
}

/** All rows in one table, with the scenario in front where there are several. `shown` is how a medium shows words that are not ours. */
export function rowsOfAll(
  scenarios: readonly ScenarioRows[],
  shown: (words: string) => string,
): Pick<ScenarioRows, "labelTitles" | "rows"> {
  const several = scenarios.filter(({ rows }) => rows.length > 0).length > 1;
  const [first] = scenarios;
  return {
    labelTitles: [...(several ? ["Scenario"] : []), ...(first?.labelTitles ?? [])],
    rows: scenarios.flatMap(({ scenario, rows }) =>
      rows.map((row) => ({
        ...row,
        labels: [...(several ? [scenario] : []), ...row.labels].map(shown),
      })),
    ),
  };
}

function groupedByScenario(variants: readonly VariantFacts[]): Map<string, VariantFacts[]> {
  const groups = new Map<string, VariantFacts[]>();
  for (const variant of variants) {
    groups.set(variant.scenario, [...(groups.get(variant.scenario) ?? []), variant]);
  }
  return groups;
}
