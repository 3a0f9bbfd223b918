import type { RunManifest } from "../samples/run-manifest.ts";
import type { Summary } from "../statistics/summary.ts";
import { costTable, memoryLines } from "./cost-table.ts";
import { runCostText } from "./cost-text.ts";
import { decisionTable, failedText, sharedCounts } from "./decision-table.ts";
import { extensionTable, withNames } from "./extension-table.ts";
import { oneLine, plainTable } from "./markdown-text.ts";
import { platformTable } from "./platform-table.ts";
import { incompleteText, leftOut } from "./run-facts.ts";
import { scenarioRows } from "./scenario-rows.ts";

/** The tables that a reader decides from, for a terminal, with what failed and what is missing below them. Medians in milliseconds, memory in MB. */
export function terminalSummary(manifest: RunManifest, summary: Summary): string {
  const scenarios = scenarioRows(manifest, summary);
  const tables = scenarios
    .filter(({ rows }) => rows.length > 0)
    .map(({ scenario, shared, labelTitles, rows }) => {
      const counts = sharedCounts(rows.map((row) => row.variant));
      const facts = [shared, counts].filter((part) => part !== undefined && part !== "").join("; ");
      const named = rows.map((row) => ({ ...row, variant: withNames(row.variant, oneLine) }));
      const extensions = extensionTable(labelTitles, named, "short");
      const platform = platformTable(labelTitles, named, "short");
      const costs = costTable(labelTitles, rows, "short");
      return [
        `${scenario}${facts === "" ? "" : ` (${facts})`}`,
        indented(plainTable(decisionTable(labelTitles, rows, "short"))),
        ...[extensions, platform, costs]
          .filter((table) => table.rows.length > 0)
          .map((table) => indented(plainTable(table))),
      ].join("\n\n");
    });
  const failures = scenarios.flatMap(({ scenario, rows }) =>
    rows
      .filter(({ variant }) => variant.failures.length > 0)
      .map(
        ({ labels, variant }) =>
          `failed: ${scenario}, ${labels.join(", ")}: ${failedText(variant)}${firstMessage(variant.failures)}`,
      ),
  );
  const exceptions = scenarios.flatMap(({ scenario, rows }) =>
    rows.flatMap(({ labels, remarks }) =>
      remarks.map((text) => `${scenario}, ${labels.join(", ")}: ${text}`),
    ),
  );
  const missing = leftOut(manifest, summary).map(
    ({ variants, reason }) => `not measured: ${variants.join(", ")}: ${firstLine(reason)}`,
  );
  const state = incompleteText(manifest, summary);
  const remarks = [...failures, ...exceptions, ...missing, ...(state === undefined ? [] : [state])].join(
    "\n",
  );
  const units =
    tables.length === 0 ? [] : ["Medians in ms with 95 % intervals; p99 of warm invocations; memory in MB."];
  return [...tables, ...units, ...money(manifest, summary), ...(remarks === "" ? [] : [remarks])].join(
    "\n\n",
  );
}

/** What the run cost, and which memory size does best. */
function money(manifest: RunManifest, { cost }: Summary): string[] {
  if (cost === undefined) {
    return [];
  }
  const spent = runCostText(manifest, cost);
  const lines = [...(spent === undefined ? [] : [spent]), ...memoryLines(manifest, cost.memory).map(oneLine)];
  return lines.length === 0 ? [] : [lines.join("\n")];
}

function firstMessage(failures: readonly { readonly type: string; readonly message: string }[]): string {
  const [first] = failures;
  return first === undefined
    ? ""
    : ` (${first.type}${first.message === "" ? "" : `: ${firstLine(first.message)}`})`;
}

/** Foreign words on a terminal: one line, no control characters. */
function firstLine(text: string): string {
  const clean = oneLine(text.trim().split(/[\r\n]/, 1)[0] ?? "");
  return clean.length > 160 ? `${clean.slice(0, 160)}…` : clean;
}

function indented(text: string): string {
  return text
    .split("\n")
    .map((line) => `  ${line}`)
    .join("\n");
}
