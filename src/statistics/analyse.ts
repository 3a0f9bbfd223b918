import { emptyHistogram, encodeHistogram, range, recordMs } from "../histogram/histogram.ts";
import type { HistogramsFile, StoredHistogram } from "../histogram/stored-histogram.ts";
import type { RunManifest } from "../samples/run-manifest.ts";
import type { Sample } from "../samples/sample.ts";
import { collect } from "./collect.ts";
import type { CollectedVariant } from "./collect-variant.ts";
import type { Distribution } from "./distributions.ts";
import { summaryOf } from "./summarise.ts";
import type { Summary } from "./summary.ts";

/** Everything that the derived files of a run are made of. */
export interface Analysis {
  readonly summary: Summary;
  readonly histograms: HistogramsFile;
}

/** Summarises the samples of a run and encodes its histograms, in one pass. @throws InputError as `collect` does. */
export async function analyse(manifest: RunManifest, samples: AsyncIterable<Sample>): Promise<Analysis> {
  const run = await collect(manifest, samples);
  const histograms = run.variants.flatMap((variant) => histogramsOf(variant));
  return { summary: summaryOf(manifest, run), histograms: histogramsFile(histograms) };
}

function histogramsFile(histograms: readonly StoredHistogram[]): HistogramsFile {
  const { lowestUs: lowest, highestUs: highest, significantDigits } = range;
  return { formatVersion: 1, unit: "µs", lowest, highest, significantDigits, histograms };
}

function histogramsOf({ variant, side, distributions, extensions }: CollectedVariant): StoredHistogram[] {
  return [
    ...distributions.map((distribution) => ({ variant, side, ...encoded(distribution) })),
    ...extensions.flatMap(({ name: extension, distributions: ofName }) =>
      ofName.map((distribution) => ({ variant, side, extension, ...encoded(distribution) })),
    ),
  ];
}

/** One histogram at a time is in memory: an empty one takes 92 KB. */
function encoded({ phase, temperature, values }: Distribution) {
  const histogram = emptyHistogram();
  for (const value of values) {
    recordMs(histogram, value);
  }
  return { phase, temperature, count: values.length, data: encodeHistogram(histogram) };
}
