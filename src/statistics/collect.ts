import type { RunManifest } from "../samples/run-manifest.ts";
import type { Sample } from "../samples/sample.ts";
import { type CollectedVariant, VariantCollector } from "./collect-variant.ts";
import { NumberList } from "./distributions.ts";
import { VariantCollectors } from "./variant-collectors.ts";

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

/**
 * One pass over the samples of a run. It keeps numbers, not samples: 8 bytes a phase.
 * @throws InputError when a sample names a variant that the manifest does not know.
 */
export async function collect(manifest: RunManifest, samples: AsyncIterable<Sample>): Promise<CollectedRun> {
  const collectors = new VariantCollectors(
    manifest,
    (facts, side) => new VariantCollector(facts.id, side, facts),
  );
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
    collectors.of(sample).add(sample, environmentCount);
    if (sample.noise?.stealMs !== undefined) {
      stealMs = (stealMs ?? 0) + sample.noise.stealMs;
    }
    if (sample.noise?.cpuPressure !== undefined) {
      cpuPressures.push(sample.noise.cpuPressure);
    }
  }
  const variants = collectors.inOrder().map((collector) => collector.finish());
  return { variants, sampleCount, environmentCount, stealMs, cpuPressures: cpuPressures.values() };
}
