import type { HistogramsFile } from "../histogram/stored-histogram.ts";
import type { RunManifest } from "../samples/run-manifest.ts";
import type { Summary } from "../statistics/summary.ts";
import { histogramsJson } from "./histograms-json.ts";
import { type Judged, nothingJudged } from "./judged.ts";
import { markdownReport } from "./markdown.ts";
import { summaryCsv } from "./summary-csv.ts";

/** The files of a run directory that follow from run.json and samples.ndjson, by name. */
export interface DerivedFiles {
  readonly "histograms.json": string;
  readonly "summary.csv": string;
  readonly "report.md": string;
}

/** What `analyse` and `judgeRun` give. */
interface Analysed {
  readonly summary: Summary;
  readonly histograms: HistogramsFile;
  readonly judged?: Judged | undefined;
}

/** The text of every derived file. The same manifest and samples give the same bytes, on any machine, at any time. */
export function derivedFiles(
  manifest: RunManifest,
  { summary, histograms, judged = nothingJudged }: Analysed,
): DerivedFiles {
  return {
    "histograms.json": histogramsJson(histograms),
    "summary.csv": summaryCsv(manifest, summary),
    "report.md": markdownReport(manifest, summary, judged),
  };
}
