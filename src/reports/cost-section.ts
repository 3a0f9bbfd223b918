import type { RunManifest } from "../samples/run-manifest.ts";
import type { Summary } from "../statistics/summary.ts";
import { costTable, memoryTable } from "./cost-table.ts";
import { costLimits, costNote, memoryNote, runCostText } from "./cost-text.ts";
import { escaped, markdownTable } from "./markdown-text.ts";
import { rowsOfAll, type ScenarioRows } from "./scenario-rows.ts";

/** What the run cost, what variants cost by the million, and which memory size does best; Markdown, empty where nothing has a cost. */
export function costSection(
  manifest: RunManifest,
  { cost }: Summary,
  scenarios: readonly ScenarioRows[],
): string {
  if (cost === undefined) {
    return "";
  }
  const { labelTitles, rows } = rowsOfAll(scenarios, escaped);
  const spent = runCostText(manifest, cost);
  const told = [...(spent === undefined ? [] : [escaped(spent)]), ...costLimits(cost).map(escaped)];
  const table = memoryTable(manifest, cost.memory, escaped);
  return [
    "## Cost",
    told.join("\n"),
    costNote(manifest, cost),
    markdownTable(costTable(labelTitles, rows)),
    ...(table.rows.length === 0 ? [] : [memoryNote, markdownTable(table)]),
  ]
    .filter((part) => part !== "")
    .join("\n\n");
}
