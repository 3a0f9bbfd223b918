import type { ImportTally, NotUnderstood } from "../log-exports/import-tally.ts";
import { oneLine } from "../reports/markdown-text.ts";
import { counted, enumerated } from "../reports/numbers.ts";
import type { ImportedFile } from "../samples/run-manifest.ts";
import { InputError } from "../shared/errors.ts";

const shownCharacters = 100;

/** What was read, in a sentence: `57 REPORT lines from 2 files: …`. */
export function readText(files: readonly ImportedFile[], tally: ImportTally): string {
  const { reports, platformLines } = tally.facts();
  const variants = tally.variants();
  const cold = variants.reduce((sum, variant) => sum + variant.cold, 0);
  const parts = [
    counted(cold, "cold start"),
    counted(reports - cold, "warm invocation"),
    ...(tally.failed === 0 ? [] : [`${tally.failed} of them failed`]),
  ];
  const others =
    platformLines === 0 ? "" : `; beside them ${counted(platformLines, "other line")} of the platform`;
  return `read ${counted(reports, "REPORT line")} from ${filesText(files)}: ${parts.join(", ")}${others}`;
}

/** What was refused and what was not understood, each a warning. */
export function warningsOf(tally: ImportTally): readonly string[] {
  const { emulatorReports, notUnderstood } = tally.facts();
  return [
    ...(emulatorReports === 0 ? [] : [emulatorText(emulatorReports, tally.fullReports)]),
    ...(notUnderstood === 0 ? [] : [notUnderstoodText(notUnderstood, tally)]),
  ];
}

function emulatorText(count: number, fullReports: number): string {
  const refused = `refused ${counted(count, "REPORT line")} of a local emulator: Init Duration stands first and Max Memory Used is Memory Size; such an init is none of Lambda's`;
  return fullReports === 0
    ? refused
    : `${refused}\n  ${counted(fullReports, "REPORT line")} with Max Memory Used equal to Memory Size ${fullReports === 1 ? "was" : "were"} read; an emulator's later lines look the same`;
}

function notUnderstoodText(count: number, tally: ImportTally): string {
  const damaged = tally.damagedReports;
  const among = damaged === 0 ? "" : `, among them ${counted(damaged, "REPORT line")} that cannot be used`;
  const examples = tally.examples();
  const more = count - examples.reduce((sum, { lines }) => sum + lines, 0);
  const lines = [...examples.map(exampleText), ...(more > 0 ? [`… and ${more} more`] : [])];
  return `not understood: ${counted(count, "line")}${among}\n${lines.map((line) => `  ${line}`).join("\n")}`;
}

function exampleText({ file, line, lines, text }: NotUnderstood): string {
  const shown = oneLine(text);
  const cut = shown.length > shownCharacters ? `${shown.slice(0, shownCharacters)}…` : shown;
  return `${file}:${line}: ${cut}${lines > 1 ? ` (${lines} lines)` : ""}`;
}

/** Where there was no REPORT line that can be a sample. */
export function nothingRead(files: readonly ImportedFile[], tally: ImportTally): InputError {
  const { emulatorReports, platformLines, notUnderstood } = tally.facts();
  const lines = files.reduce((sum, file) => sum + file.lines, 0);
  const found = [
    ...(emulatorReports === 0
      ? []
      : [`${counted(emulatorReports, "REPORT line")} of a local emulator, whose init is none of Lambda's`]),
    ...(platformLines === 0 ? [] : [`${counted(platformLines, "other line")} of the platform`]),
    ...(notUnderstood === 0
      ? []
      : [`${counted(notUnderstood, "line")} that ${notUnderstood === 1 ? "is" : "are"} not understood`]),
  ];
  const got =
    lines === 0 ? (files.length === 1 ? "an empty file" : "empty files") : enumerated(found) || "empty lines";
  const [example] = tally.examples();
  const hint = example && `the first: ${exampleText(example)}`;
  const place = files.map(({ name }) => (name === "-" ? "stdin" : name)).join(", ");
  return new InputError([{ place, message: `expected REPORT lines of Lambda, got ${got}`, hint }]);
}

function filesText(files: readonly ImportedFile[]): string {
  const [only] = files;
  return files.length === 1 && only !== undefined
    ? only.name === "-"
      ? "standard input"
      : only.name
    : counted(files.length, "file");
}
