import type { RunManifest } from "../samples/run-manifest.ts";
import type { Sample } from "../samples/sample.ts";
import { VariantValuesCollector } from "./collect-variant-values.ts";
import type { RunValues } from "./environment-values.ts";
import { VariantCollectors } from "./variant-collectors.ts";

/**
 * One pass over the samples of a run: what comparisons are made of. It keeps numbers, not samples.
 * @throws InputError when a sample names a variant that the manifest does not know.
 */
export async function collectValues(
  manifest: RunManifest,
  samples: AsyncIterable<Sample>,
): Promise<RunValues> {
  const collector = new ValuesCollector(manifest);
  for await (const sample of samples) {
    collector.add(sample);
  }
  return collector.finish();
}

/** Takes the samples of a run as they come, those of an environment one after another. */
export class ValuesCollector {
  readonly #collectors: VariantCollectors<VariantValuesCollector>;

  constructor(manifest: Pick<RunManifest, "variants">) {
    this.#collectors = new VariantCollectors(
      manifest,
      ({ id }, side) => new VariantValuesCollector(id, side),
    );
  }

  /** @throws InputError when the manifest does not know the sample's variant. */
  add(sample: Sample): void {
    this.#collectors.of(sample).add(sample);
  }

  /** The values so far; may be asked again and again, as samples come: most of it are views, not copies. */
  finish(): RunValues {
    return this.#collectors.inOrder().map((collector) => collector.finish());
  }
}
