import { join, resolve } from "node:path";
import { readSamples, readWholeSamples } from "../samples/reader.ts";
import { readManifest, samplesFile } from "../samples/run-directory.ts";
import type { ColdMethod } from "../samples/sample.ts";
import { InputError } from "../shared/errors.ts";
import { ValuesCollector } from "../statistics/collect-values.ts";
import type { RunToCompare } from "../statistics/compare-runs.ts";
import { incomparabilities, type RunConditions } from "../statistics/incomparable.ts";
import type { Host } from "./host.ts";
import type { SlowProgress } from "./slow-progress.ts";

/** A run to compare, with the ways in which its cold starts were forced. */
export type ReadRun = RunToCompare & RunConditions;

/** Reads a run directory for a comparison. @throws InputError when it is none, or a file of it is damaged or cut off. */
export async function readRunToCompare(
  path: string,
  { cwd }: Host,
  progress: SlowProgress,
): Promise<ReadRun> {
  const directory = resolve(cwd, path);
  const manifest = await readManifest(directory);
  const collector = new ValuesCollector(manifest);
  const methods = new Set<ColdMethod>();
  const file = join(directory, samplesFile);
  const samples = manifest.state === "running" ? readSamples(file) : readWholeSamples(file);
  for await (const sample of progress.counted(`reading ${path}`, samples)) {
    collector.add(sample);
    if (sample.method !== undefined) {
      methods.add(sample.method);
    }
  }
  return { manifest, values: collector.finish(), methods: [...methods], name: path };
}

/** Why two runs should not be compared. @throws InputError with every reason, unless they are to be compared by force. */
export function reasonsAgainst(baseline: ReadRun, candidate: ReadRun, force: boolean): readonly string[] {
  const reasons = incomparabilities(baseline, candidate);
  if (reasons.length === 0 || force) {
    return reasons;
  }
  const problems = reasons.map((reason) => ({
    place: `${baseline.name} and ${candidate.name}`,
    message: `expected runs of like conditions, got two that are not. ${reason}`,
  }));
  const hint = "--force compares them all the same, and says so";
  throw new InputError(
    problems.map((problem, index) => (index === problems.length - 1 ? { ...problem, hint } : problem)),
  );
}
