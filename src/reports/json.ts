import type { RunManifest } from "../samples/run-manifest.ts";
import type { Summary } from "../statistics/summary.ts";

/** Version of the JSON report. Raised when a field changes its meaning or goes. */
const jsonReportVersion = 1;

/** What `thaw report --json` prints: run.json as `run`, and the summary. Figures that are not supported are absent. */
export function jsonReport(manifest: RunManifest, summary: Summary): string {
  return `${JSON.stringify({ formatVersion: jsonReportVersion, run: manifest, summary }, null, 2)}\n`;
}
