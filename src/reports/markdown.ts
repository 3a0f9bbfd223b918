import type { RunManifest } from "../samples/run-manifest.ts";
import type { Summary } from "../statistics/summary.ts";
import { axisNote, axisTable } from "./axis-text.ts";
import { budgetCounts, budgetTable } from "./budget-table.ts";
import { variantLabels } from "./compared.ts";
import { comparisonMarkdown } from "./comparison-markdown.ts";
import { saysNothing } from "./comparison-words.ts";
import { copiesSection } from "./copies-section.ts";
import { costSection } from "./cost-section.ts";
import { decisionTable, failedText, phaseOf, sharedCounts } from "./decision-table.ts";
import { extensionTable, withNames } from "./extension-table.ts";
import { howMeasured } from "./how-measured.ts";
import { importedIntroduction, importedItems } from "./imported-text.ts";
import { type Judged, nothingJudged } from "./judged.ts";
import { codeBlock, codeSpan, escaped, folded, markdownTable, type Table } from "./markdown-text.ts";
import { counted, enumerated } from "./numbers.ts";
import { phaseTable } from "./phase-table.ts";
import { platformNote, platformTable } from "./platform-table.ts";
import { incompleteText, type LeftOut, leftOut } from "./run-facts.ts";
import { type ScenarioRows, scenarioRows } from "./scenario-rows.ts";
import { targetNotes } from "./target-notes.ts";

const extensionNote =
  "Init is from an extension's process to its first request for an event, overhead from the function's answer to its next one.\n" +
  "Extensions start and work at the same time as each other and as the function: these times do not add up to its own.";

/** report.md: what was measured, where and how, for people and pull requests. Says only what the run recorded. */
export function markdownReport(
  manifest: RunManifest,
  summary: Summary,
  judged: Judged = nothingJudged,
): string {
  const scenarios = scenarioRows(manifest, summary);
  const sections = [
    title(manifest, scenarios),
    stateNote(manifest, summary),
    comparisonSection(manifest, judged),
    budgetsSection(manifest, judged),
    introduction(manifest, summary),
    ...scenarios.map(scenarioSection),
    axesSection(judged),
    costSection(manifest, summary, scenarios),
    copiesSection(scenarios),
    failures(manifest, scenarios),
    exceptions(scenarios),
    listSection("Not measured", leftOut(manifest, summary).map(leftOutItem)),
    manifest.imported === undefined
      ? listSection("How it was measured", howMeasured(manifest, summary))
      : listSection("Where it comes from", importedItems(manifest, manifest.imported, summary)),
    listSection(
      manifest.imported ? "What a log does not tell" : `What the ${manifest.target} target cannot show`,
      [...manifest.limitations.map(escaped), ...targetNotes(manifest, summary)],
    ),
    listSection("Not yet used", manifest.notYetUsed.map(escaped)),
  ];
  return `${sections.filter((section) => section !== "").join("\n\n")}\n`;
}

function title({ imported }: RunManifest, scenarios: readonly ScenarioRows[]): string {
  if (imported !== undefined) {
    return `# Cold starts in ${imported.files.length === 1 ? "a log" : `${imported.files.length} logs`}`;
  }
  const names = scenarios.map(({ scenario }) => escaped(scenario));
  const what = names.length > 4 ? counted(names.length, "scenario") : enumerated(names);
  return `# Cold starts of ${what}`;
}

function stateNote(manifest: RunManifest, summary: Summary): string {
  const text = incompleteText(manifest, summary);
  return text === undefined ? "" : `> **Not complete.** ${text}`;
}

function comparisonSection({ variants }: RunManifest, { comparison }: Judged): string {
  return comparison === undefined
    ? ""
    : `## Candidate against baseline\n\n${comparisonMarkdown({ comparison: { ...comparison, axisEffects: [] }, facts: variants }).trimEnd()}`;
}

/** Those of a comparison are shown with it, if it shows more than a line. */
function budgetsSection({ variants }: RunManifest, { comparison, budgets }: Judged): string {
  if (budgets.length === 0 || (comparison !== undefined && !saysNothing(comparison))) {
    return "";
  }
  const name = variantLabels(variants);
  const table = budgetTable(budgets, (id) => escaped(name(id)), escaped);
  return `## Budgets\n\n${budgetCounts(budgets)}.\n\n${markdownTable(table)}`;
}

function axesSection({ axisEffects }: Judged): string {
  return axisEffects.length === 0
    ? ""
    : `## What an axis costs\n\n${axisNote}\n\n${markdownTable(axisTable(axisEffects, escaped))}`;
}

function introduction(manifest: RunManifest, summary: Summary): string {
  const variants = new Set(summary.variants.map(({ variant }) => variant)).size;
  const placed = summary.variants.some(({ placement }) => placement !== undefined);
  const restored = summary.variants.some((variant) => phaseOf(variant, "restore", "cold"));
  const measured = manifest.imported
    ? importedIntroduction(manifest.imported, variants)
    : `${counted(variants, "variant")} measured on the **${manifest.target}** target on ${manifest.startedAt.slice(0, 10)}.`;
  return [
    measured,
    "Figures are medians in milliseconds unless a column says otherwise; in brackets stands their 95 % confidence interval.",
    `A cold start is init${restored ? restoreText(manifest) : ""} and the first invocation's duration; “–” stands for what the samples cannot support.`,
    ...(placed
      ? [
          "Placement is what a cold call waited for beyond that and beyond the way of a warm one: for its environment to be placed and its code to be there.",
        ]
      : []),
  ].join("\n");
}

/** In a log a restore stands in the place of init; a target that takes no snapshot has both. */
function restoreText({ imported }: RunManifest): string {
  return imported === undefined ? ", restore where there is one," : " or restore,";
}

function scenarioSection({ scenario, shared, labelTitles, rows }: ScenarioRows): string {
  const counts = sharedCounts(rows.map((row) => row.variant));
  const facts = [escaped(shared), ...(counts === undefined ? [] : [counts])].filter((part) => part !== "");
  const heading = `## ${escaped(scenario)}`;
  if (rows.length === 0) {
    return `${heading}\n\nNothing of this scenario was measured.`;
  }
  const escapedRows = rows.map(({ labels, variant }) => ({
    labels: labels.map(escaped),
    variant: withNames(variant, escaped),
  }));
  return [
    heading,
    sentence(facts.join("; ")),
    markdownTable(decisionTable(labelTitles, escapedRows)),
    extensions(extensionTable(labelTitles, escapedRows)),
    platform(platformTable(labelTitles, escapedRows)),
    folded(`All phases of ${escaped(scenario)}`, phaseTable(labelTitles, escapedRows)),
  ]
    .filter((part) => part !== "")
    .join("\n\n");
}

function extensions(table: Table): string {
  return table.rows.length === 0 ? "" : `### Extensions\n\n${extensionNote}\n\n${markdownTable(table)}`;
}

function platform(table: Table): string {
  return table.rows.length === 0
    ? ""
    : `### Lambda's own times\n\n${platformNote}\n\n${markdownTable(table)}`;
}

function failures({ imported }: RunManifest, scenarios: readonly ScenarioRows[]): string {
  const items = scenarios.flatMap(({ scenario, rows }) =>
    rows
      .filter(({ variant }) => variant.failures.length > 0)
      .map(({ labels, variant }) => {
        const kinds = variant.failures.map(
          ({ status, type, count, warmup, message }) =>
            `  - ${status}, ${codeSpan(type)}, ${counted(count + warmup, "time")}${message === "" ? "" : `: ${codeSpan(message)}`}`,
        );
        return [
          `${escaped(scenario)}, **${labels.map(escaped).join(", ")}**: ${failedText(variant)}`,
          ...kinds,
        ].join("\n");
      }),
  );
  const whose = imported === undefined ? "the function's own" : "the platform's";
  const note = `Failed samples are in no distribution; messages are ${whose} words.`;
  return items.length === 0 ? "" : `${listSection("Failures", items)}\n\n${note}`;
}

function exceptions(scenarios: readonly ScenarioRows[]): string {
  const items = scenarios.flatMap(({ scenario, rows }) =>
    rows.flatMap(({ labels, remarks }) =>
      remarks.map((text) => `${escaped(scenario)}, **${labels.map(escaped).join(", ")}**: ${text}`),
    ),
  );
  return listSection("Resets and limits", items);
}

function leftOutItem({ reason, hint, variants }: LeftOut): string {
  const names = variants.map((variant) => codeSpan(variant)).join(", ");
  const [first = "", ...rest] = reason.trim().split("\n");
  const words = [first, ...(hint === undefined ? [] : [hint])].map(escaped).join("; ");
  return rest.length === 0
    ? `${names}: ${words}`
    : `${names}: ${words}\n\n${codeBlock(rest.join("\n"), "  ")}`;
}

function listSection(heading: string, items: readonly string[]): string {
  return items.length === 0 ? "" : `## ${heading}\n\n${items.map((text) => `- ${text}`).join("\n")}`;
}

function sentence(text: string): string {
  return text === "" || text.endsWith(".") ? text : `${text}.`;
}
