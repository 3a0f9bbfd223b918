import type { ImportedFile, ImportFacts, RunManifest } from "../samples/run-manifest.ts";
import type { Summary } from "../statistics/summary.ts";
import { codeSpan, escaped } from "./markdown-text.ts";
import { counted, enumerated } from "./numbers.ts";

/** As many files as a report names; run.json has all of them. */
const shownFiles = 5;

/** What an imported run is, in a sentence. */
export function importedIntroduction(imported: ImportFacts, variantCount: number): string {
  const sizes = counted(variantCount, "memory size");
  return `${counted(imported.reports, "invocation")} of ${sizes}, observed on **AWS Lambda**${period(imported)}: imported from REPORT lines, not measured by thaw.`;
}

/** ` on 2026-11-23`, ` from 2026-11-23 to 2026-11-24`; empty where not all lines have a time. */
function period({ firstAt, lastAt, untimed }: ImportFacts): string {
  if (firstAt === undefined || lastAt === undefined || untimed > 0) {
    return "";
  }
  const [first, last] = [firstAt.slice(0, 10), lastAt.slice(0, 10)];
  return first === last ? ` on ${first}` : ` from ${first} to ${last}`;
}

/** Where the samples of an imported run come from, as `name: text`; Markdown. */
export function importedItems(manifest: RunManifest, imported: ImportFacts, summary: Summary): string[] {
  const files = imported.files.slice(0, shownFiles).map(fileText);
  const more = imported.files.length - files.length;
  return [
    `${imported.files.length === 1 ? "Log" : "Logs"}: ${[...files, ...(more > 0 ? [`and ${more} more`] : [])].join("; ")}`,
    `Lines: ${linesText(imported)}`,
    `Times of the REPORT lines: ${timesText(imported)}`,
    "Cold starts: not forced: those with an Init Duration or a Restore Duration (`observed`)",
    `Samples: ${summary.sampleCount}, failures included; none is warm-up`,
    `Imported: ${manifest.startedAt} by thaw ${escaped(manifest.harnessVersion)}`,
    `Run: ${codeSpan(manifest.runId)}`,
  ];
}

function fileText({ name, lines, sha256 }: ImportedFile): string {
  const named = name === "-" ? "standard input" : codeSpan(name);
  return `${named} (${counted(lines, "line")}, SHA-256 ${sha256.slice(0, 12)})`;
}

function linesText({ reports, emulatorReports, platformLines, notUnderstood }: ImportFacts): string {
  return enumerated([
    counted(reports, "REPORT line"),
    ...(emulatorReports === 0
      ? []
      : [`${counted(emulatorReports, "refused REPORT line")} of a local emulator`]),
    counted(platformLines, "other line of the platform", "other lines of the platform"),
    `${notUnderstood} not understood`,
  ]);
}

function timesText({ reports, untimed, firstAt, lastAt }: ImportFacts): string {
  const without = untimed === 0 ? "" : `${untimed} of ${reports} have none`;
  return [firstAt === undefined ? "" : `${firstAt} to ${lastAt}`, without]
    .filter((text) => text !== "")
    .join("; ");
}
