import { copiesNote, copiesTable } from "./copies-table.ts";
import { escaped, folded, markdownTable } from "./markdown-text.ts";
import { rowsOfAll, type ScenarioRows } from "./scenario-rows.ts";

/** Lines of a table that nobody decides from, beyond which it is folded. */
const mostUnfolded = 12;

/** How the copies of each variant lie apart; Markdown, empty where nothing had several. */
export function copiesSection(scenarios: readonly ScenarioRows[]): string {
  const { labelTitles, rows } = rowsOfAll(scenarios, escaped);
  const table = copiesTable(labelTitles, rows);
  if (table.rows.length === 0) {
    return "";
  }
  const shown =
    table.rows.length > mostUnfolded ? folded("Copies of each variant", table) : markdownTable(table);
  return `## Copies\n\n${copiesNote}\n\n${shown}`;
}
