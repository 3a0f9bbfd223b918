import { relative } from "node:path";
import { axisLines } from "../reports/axis-text.ts";
import { variantLabels } from "../reports/compared.ts";
import { budgetSection, comparisonTerminal } from "../reports/comparison-terminal.ts";
import { jsonReport } from "../reports/json.ts";
import { oneLine } from "../reports/markdown-text.ts";
import { terminalSummary } from "../reports/terminal.ts";
import type { FinishedRun } from "./finish-run.ts";
import { announceGate } from "./gate.ts";
import type { Output } from "./output.ts";

/**
 * Prints what a run found: the table that decides, what it was judged to be, then where everything is and what to do when it is not
 * whole.
 */
export function printResult(finished: FinishedRun, cwd: string, output: Output): void {
  const { directory, manifest, summary, judged, failOn, gate } = finished;
  if (output.json) {
    output.data(jsonReport(manifest, summary, judged, gate && { failOn, ...gate }));
  }
  output.result(terminalSummary(manifest, summary));
  const judgement = judgementText(finished, output.width);
  if (judgement !== "") {
    output.result(`\n${judgement}`);
  }
  const shown = relative(cwd, directory) || ".";
  output.result(`\nreport: ${shown}/report.md`);
  if (gate !== undefined) {
    announceGate(gate, failOn, output);
  }
  if (manifest.state !== "complete") {
    output.warn(`the run is not complete; go on with: thaw run --resume ${shown}`);
  }
}

/** A comparison has budgets and axes with it. */
function judgementText({ manifest, judged }: FinishedRun, columns: number): string {
  const { comparison, budgets, axisEffects } = judged;
  if (comparison !== undefined) {
    return comparisonTerminal({ comparison, facts: manifest.variants }, columns);
  }
  const name = variantLabels(manifest.variants);
  return [
    budgetSection(budgets, (id) => oneLine(name(id)), columns),
    axisLines(axisEffects, oneLine).join("\n"),
  ]
    .filter((text) => text !== "")
    .join("\n\n");
}
