import type { RunManifest } from "../samples/run-manifest.ts";
import type { Summary } from "../statistics/summary.ts";
import { type DecisionRow, decisionTable } from "./decision-table.ts";
import { engineTexts, wayOfEngine } from "./engine-text.ts";
import { cpuMark } from "./exceptions-text.ts";
import { extensionTable, withNames } from "./extension-table.ts";
import { codeSpan, escaped, markdownTable } from "./markdown-text.ts";
import { platformNote, platformTable } from "./platform-table.ts";
import { eachOnce, hostText, incompleteText, regionTexts } from "./run-facts.ts";

/** A run to be shown beside others. */
export interface ReadRun {
  readonly manifest: RunManifest;
  readonly summary: Summary;
}

/** Several runs below each other, variant by variant, without a verdict: whether they differ is not said. */
export function sideBySide(runs: readonly ReadRun[]): string {
  const letters = runs.map((_run, index) => letterOf(index));
  const variants = [...new Set(runs.flatMap(({ manifest }) => manifest.variants.map(({ id }) => id)))];
  const rows = variants.flatMap((id) => rowsOf(id, runs, letters));
  const labelTitles = ["Variant", "Run"];
  const extensions = extensionTable(labelTitles, rows);
  const platform = platformTable(labelTitles, rows);
  const sections = [
    `# ${runs.length} runs side by side`,
    runs.map((run, index) => `- **${letters[index]}**: ${runText(run)}`).join("\n"),
    "Figures are medians in milliseconds unless a column says otherwise, with 95 % confidence intervals in brackets.\n" +
      "This is no comparison: runs taken at different times differ by more than what was measured.",
    ...(new Set(runs.map(wayOf)).size > 1
      ? ["These runs used a container engine in different ways: their figures say nothing about each other."]
      : []),
    rows.length === 0 ? "None of them holds a sample." : markdownTable(decisionTable(labelTitles, rows)),
    ...(extensions.rows.length === 0 ? [] : [`## Extensions\n\n${markdownTable(extensions)}`]),
    ...(platform.rows.length === 0
      ? []
      : [`## Lambda's own times\n\n${platformNote}\n\n${markdownTable(platform)}`]),
  ];
  return `${sections.join("\n\n")}\n`;
}

function rowsOf(id: string, runs: readonly ReadRun[], letters: readonly string[]): DecisionRow[] {
  return runs.flatMap(({ summary }, index) =>
    summary.variants
      .filter(({ variant }) => variant === id)
      .map((variant) => ({
        labels: [
          escaped(`${id}${cpuMark(variant)}`),
          [letters[index], variant.side].filter((part) => part !== undefined).join(" "),
        ],
        variant: withNames(variant, escaped),
      })),
  );
}

function runText({ manifest, summary }: ReadRun): string {
  const hosts = eachOnce(manifest.segments, ({ host }) => hostText(host))
    .map(escaped)
    .join("; ");
  const engines = engineTexts(manifest.segments)
    .map((text) => `; ${escaped(text)}`)
    .join("");
  const commit =
    manifest.gitCommit === undefined ? "" : `, git commit ${codeSpan(manifest.gitCommit.slice(0, 12))}`;
  const state = incompleteText(manifest, summary);
  const regions = regionTexts(manifest).map(escaped);
  const place = regions.length === 0 ? "" : ` in ${regions.join("; ")}`;
  const where = manifest.imported === undefined ? `on ${hosts}${engines}` : "imported from a log";
  const facts = `${codeSpan(manifest.runId)}, ${manifest.target} target${place}, thaw ${escaped(manifest.harnessVersion)}${commit}, ${where}`;
  return state === undefined ? facts : `${facts}. ${state}`;
}

/** In which ways a run's segments used their engines; one text for runs that may stand beside each other. */
function wayOf({ manifest }: ReadRun): string {
  return eachOnce(manifest.segments, ({ engine }) => (engine === undefined ? "" : wayOfEngine(engine))).join(
    "; ",
  );
}

/** A to Z, then numbers. */
function letterOf(index: number): string {
  return index < 26 ? String.fromCharCode(65 + index) : String(index + 1);
}
