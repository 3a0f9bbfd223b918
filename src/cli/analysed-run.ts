import { access, constants, rename, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { derivedFiles } from "../reports/derived-files.ts";
import { readSamples } from "../samples/reader.ts";
import { readManifest, samplesFile } from "../samples/run-directory.ts";
import type { RunManifest } from "../samples/run-manifest.ts";
import { InputError, messageOf } from "../shared/errors.ts";
import { type Analysis, analyse } from "../statistics/analyse.ts";

/** A run directory that was read and analysed. */
export interface AnalysedRun {
  readonly directory: string;
  readonly manifest: RunManifest;
  readonly analysis: Analysis;
}

/** Reads a run directory and works out its statistics. @throws InputError when it is none. */
export async function analyseRun(directory: string): Promise<AnalysedRun> {
  const manifest = await readManifest(directory);
  return {
    directory,
    manifest,
    analysis: await analyse(manifest, readSamples(join(directory, samplesFile))),
  };
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
export async function writeDerivedFiles({ directory, manifest, analysis }: AnalysedRun): Promise<void> {
  try {
    await access(directory, constants.W_OK);
    for (const [name, content] of Object.entries(derivedFiles(manifest, analysis))) {
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
