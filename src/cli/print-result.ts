import { relative } from "node:path";
import { jsonReport } from "../reports/json.ts";
import { terminalSummary } from "../reports/terminal.ts";
import type { FinishedRun } from "./finish-run.ts";
import type { Output } from "./output.ts";

/** Prints what a run found: the table that decides, then where everything is and what to do when it is not whole. */
export function printResult(
  { directory, manifest, summary }: FinishedRun,
  cwd: string,
  output: Output,
): void {
  if (output.json) {
    output.data(jsonReport(manifest, summary));
  }
  output.result(terminalSummary(manifest, summary));
  const shown = relative(cwd, directory) || ".";
  output.result(`\nreport: ${shown}/report.md`);
  if (manifest.state !== "complete") {
    output.warn(`the run is not complete; go on with: thaw run --resume ${shown}`);
  }
}
