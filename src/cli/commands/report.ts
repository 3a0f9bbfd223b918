import { join, relative, resolve } from "node:path";
import { percentileText } from "../../histogram/histogram.ts";
import { type HistogramFilter, hgrmReport } from "../../reports/hgrm.ts";
import { jsonReport } from "../../reports/json.ts";
import { markdownReport } from "../../reports/markdown.ts";
import { samplesCsv } from "../../reports/samples-csv.ts";
import { sideBySide } from "../../reports/side-by-side.ts";
import { summaryCsv } from "../../reports/summary-csv.ts";
import { readSamples } from "../../samples/reader.ts";
import { reportFile, samplesFile } from "../../samples/run-directory.ts";
import { InputError } from "../../shared/errors.ts";
import { suggest } from "../../shared/suggest.ts";
import { type AnalysedRun, analyseRun, writeDerivedFiles } from "../analysed-run.ts";
import { type ExitCode, exitCode } from "../exit-codes.ts";
import { currentHost } from "../host.ts";
import { list, type RawOptions, text } from "../options.ts";
import type { Output } from "../output.ts";
import { ownPrices } from "../own-prices.ts";

/**
 * `thaw report`: rebuilds a run's derived files, prints one format, or shows several runs side by side.
 * @throws InputError when one is not a run directory.
 */
export async function reportCommand(
  paths: readonly string[],
  raw: RawOptions,
  output: Output,
): Promise<ExitCode> {
  const { cwd } = currentHost();
  const format = text(raw.format) ?? (output.json ? "json" : undefined);
  const filter = histogramFilter(list(raw.filter));
  if (Object.keys(filter).length > 0 && format !== "hgrm") {
    const message = `expected --format hgrm beside it, got ${format ?? "none"}`;
    throw new InputError([{ place: "--filter", message }]);
  }
  const prices = await ownPrices(text(raw.prices), { cwd });
  const runs: AnalysedRun[] = [];
  for (const path of paths) {
    runs.push(await analyseRun(resolve(cwd, path), prices));
  }
  const [first, ...others] = runs;
  if (first === undefined) {
    throw new Error("a report of no run");
  }
  if (others.length > 0) {
    printSideBySide(runs, format, output);
  } else if (format !== undefined) {
    await print(first, format, filter, output);
  } else {
    await writeDerivedFiles(first);
    output.result(`report: ${relative(cwd, join(first.directory, reportFile))}`);
  }
  return exitCode.done;
}

function printSideBySide(runs: readonly AnalysedRun[], format: string | undefined, output: Output): void {
  if (format === "json") {
    const reports = runs.map(({ manifest, analysis, judged }): unknown =>
      JSON.parse(jsonReport(manifest, analysis.summary, judged)),
    );
    output.data(JSON.stringify(reports, null, 2));
  } else if (format === undefined || format === "md") {
    output.data(sideBySide(runs.map((run) => ({ manifest: run.manifest, summary: run.analysis.summary }))));
  } else {
    throw new InputError([
      { place: "--format", message: `expected md or json for several runs, got ${format}` },
    ]);
  }
}

async function print(
  run: AnalysedRun,
  format: string,
  filter: HistogramFilter,
  output: Output,
): Promise<void> {
  const { manifest, analysis, judged } = run;
  switch (format) {
    case "md":
      return output.data(markdownReport(manifest, analysis.summary, judged));
    case "csv":
      return output.data(summaryCsv(manifest, analysis.summary));
    case "json":
      return output.data(jsonReport(manifest, analysis.summary, judged));
    case "hgrm":
      return output.data(foundSeries(hgrmReport(analysis.histograms, percentileText, filter), filter));
    case "samples-csv":
      for await (const part of samplesCsv(readSamples(join(run.directory, samplesFile)))) {
        output.part(part);
      }
      return;
    default:
      throw new Error(`a format without a report: ${format}`);
  }
}

/** @throws InputError when a filter has left nothing, as a value that is spelled otherwise. */
function foundSeries(report: string, filter: HistogramFilter): string {
  const wanted = Object.entries(filter).map(([key, value]) => `${key}=${value}`);
  if (report.trim() === "" && wanted.length > 0) {
    const message = `expected a series of this run, got ${wanted.join(" ")}, which none is`;
    throw new InputError([{ place: "--filter", message, hint: "histograms.json names them" }]);
  }
  return report;
}

const filterKeys = ["variant", "side", "extension", "phase", "temperature"];

/** `--filter phase=init`: which histograms are printed. @throws InputError for another key. */
function histogramFilter(filters: readonly string[]): HistogramFilter {
  const pairs = filters.map((filter) => {
    const [, key = "", value = ""] = /^([^=]*)=(.*)$/.exec(filter) ?? [];
    if (!filterKeys.includes(key)) {
      const message = `expected ${filterKeys.join(", ")} and a value, as in phase=init, got ${filter}`;
      throw new InputError([{ place: "--filter", message, hint: suggest(key, filterKeys) }]);
    }
    return [key, value] as const;
  });
  return Object.fromEntries(pairs);
}
