import type { RunManifest } from "../samples/run-manifest.ts";
import type { FailOn, Gate } from "../statistics/comparison.ts";
import type { Summary } from "../statistics/summary.ts";
import { withoutInfinity } from "./comparison-json.ts";
import { type Judged, nothingJudged } from "./judged.ts";

/** Version of the JSON report. Raised when a field changes its meaning or goes. */
const jsonReportVersion = 1;

/**
 * What `thaw report --json` prints: run.json as `run`, the summary, and what there is of a comparison, of budgets and of what axes
 * cost. Figures that are not supported are absent. `gate` is given where something gates.
 */
export function jsonReport(
  manifest: RunManifest,
  summary: Summary,
  { comparison, budgets, axisEffects }: Judged = nothingJudged,
  gate?: Gate & { readonly failOn: FailOn },
): string {
  const document = {
    formatVersion: jsonReportVersion,
    run: manifest,
    summary,
    ...(comparison === undefined ? {} : { comparison }),
    ...(budgets.length === 0 ? {} : { budgets }),
    ...(axisEffects.length === 0 ? {} : { axisEffects }),
    ...(gate === undefined ? {} : { gate }),
  };
  return `${JSON.stringify(document, withoutInfinity, 2)}\n`;
}
