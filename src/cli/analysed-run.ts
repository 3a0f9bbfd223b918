import { access, constants, rename, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { derivedFiles } from "../reports/derived-files.ts";
import { readSamples } from "../samples/reader.ts";
import { readManifest, samplesFile } from "../samples/run-directory.ts";
import type { RunManifest } from "../samples/run-manifest.ts";
import type { Sample } from "../samples/sample.ts";
import { InputError, messageOf } from "../shared/errors.ts";
import { type Analysis, analyse } from "../statistics/analyse.ts";
import { ValuesCollector } from "../statistics/collect-values.ts";
import type { RunValues } from "../statistics/environment-values.ts";
import { type JudgedRun, judgeRun } from "../statistics/judge-run.ts";
import { quantilesInWorkers } from "./quantile-workers.ts";

/** A run directory that was read and analysed. */
export interface AnalysedRun {
  readonly directory: string;
  readonly manifest: RunManifest;
  readonly analysis: Analysis;
  /** What comparisons and budgets are made of. */
  readonly values: RunValues;
  readonly judged: JudgedRun;
}

/**
 * Reads a run directory and works out its statistics, by other prices than it recorded where some are given.
 * @throws InputError when it is none.
 */
export async function analyseRun(directory: string, prices?: RunManifest["prices"]): Promise<AnalysedRun> {
  const recorded = await readManifest(directory);
  const manifest = prices === undefined ? recorded : { ...recorded, prices };
  const collector = new ValuesCollector(manifest);
  const samples = overheard(readSamples(join(directory, samplesFile)), (sample) => collector.add(sample));
  const analysis = await analyse(manifest, samples);
  const values = collector.finish();
  return {
    directory,
    manifest,
    analysis,
    values,
    judged: await judgeRun(manifest, values, quantilesInWorkers),
  };
}

/** The same samples, of which another hears as well: a run is read once. */
async function* overheard(
  samples: AsyncIterable<Sample>,
  hear: (sample: Sample) => void,
): AsyncGenerator<Sample> {
  for await (const sample of samples) {
    hear(sample);
    yield sample;
  }
}

async function replaceFile(path: string, content: string): Promise<void> {
  try {
    await writeFile(`${path}.tmp`, content);
    await rename(`${path}.tmp`, path);
  } catch (error) {
    await rm(`${path}.tmp`, { force: true });
    throw error;
  }
}

/** Writes every derived file, each whole or not at all. @throws InputError when the folder cannot be written. */
export async function writeDerivedFiles({
  directory,
  manifest,
  analysis,
  judged,
}: AnalysedRun): Promise<void> {
  try {
    await access(directory, constants.W_OK);
    for (const [name, content] of Object.entries(derivedFiles(manifest, { ...analysis, judged }))) {
      const path = join(directory, name);
      await replaceFile(path, content);
    }
  } catch (error) {
    const message = `expected a folder that can be written, got ${messageOf(error)}`;
    throw new InputError([{ place: directory, message, hint: "--format prints without writing" }], {
      cause: error,
    });
  }
}
