import type { RunManifest, VariantFacts } from "../samples/run-manifest.ts";
import type { Sample, Side } from "../samples/sample.ts";
import { InputError } from "../shared/errors.ts";
import { type CollectedVariant, VariantCollector } from "./collect-variant.ts";
import { NumberList } from "./distributions.ts";

/** Everything that the samples of a run say, ready to be summarised. */
export interface CollectedRun {
  /** In the manifest's order, baseline before candidate; only those of which there is a sample. */
  readonly variants: readonly CollectedVariant[];
  readonly sampleCount: number;
  readonly environmentCount: number;
  /** Undefined where no sample carries it. */
  readonly stealMs: number | undefined;
  /** Of each sample that carries it. */
  readonly cpuPressures: Float64Array;
}

const sides: readonly (Side | undefined)[] = [undefined, "baseline", "candidate"];

/**
 * One pass over the samples of a run. It keeps numbers, not samples: 8 bytes a phase.
 * @throws InputError when a sample names a variant that the manifest does not know.
 */
export async function collect(manifest: RunManifest, samples: AsyncIterable<Sample>): Promise<CollectedRun> {
  const collectors = new Map<string, VariantCollector>();
  const known = new Map(manifest.variants.map((variant) => [variant.id, variant]));
  const cpuPressures = new NumberList();
  let stealMs: number | undefined;
  let environment = "";
  let sampleCount = 0;
  let environmentCount = 0;
  for await (const sample of samples) {
    sampleCount++;
    if (sample.environment !== environment) {
      environment = sample.environment;
      environmentCount++;
    }
    collectorOf(collectors, known, sample).add(sample, environmentCount);
    if (sample.noise?.stealMs !== undefined) {
      stealMs = (stealMs ?? 0) + sample.noise.stealMs;
    }
    if (sample.noise?.cpuPressure !== undefined) {
      cpuPressures.push(sample.noise.cpuPressure);
    }
  }
  const variants = manifest.variants
    .flatMap(({ id }) => sides.map((side) => collectors.get(keyOf(id, side))))
    .filter((collector) => collector !== undefined)
    .map((collector) => collector.finish());
  return { variants, sampleCount, environmentCount, stealMs, cpuPressures: cpuPressures.values() };
}

function collectorOf(
  collectors: Map<string, VariantCollector>,
  known: ReadonlyMap<string, VariantFacts>,
  { variant, side }: Sample,
): VariantCollector {
  const key = keyOf(variant, side);
  const existing = collectors.get(key);
  if (existing !== undefined) {
    return existing;
  }
  const facts = known.get(variant);
  if (facts === undefined) {
    const message = `expected samples of the variants in run.json, got one of ${variant}`;
    throw new InputError([{ place: "samples.ndjson", message, hint: "the two files are not of one run" }]);
  }
  const created = new VariantCollector(variant, side, facts);
  collectors.set(key, created);
  return created;
}

function keyOf(variant: string, side: Side | undefined): string {
  return `${variant}|${side ?? ""}`;
}
