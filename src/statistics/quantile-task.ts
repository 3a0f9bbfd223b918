import { type Measure, measureText } from "../samples/phases.ts";
import { type BlockKey, type ByBlock, commonBlocks, valuesByBlock } from "./by-block.ts";
import type { VariantValues } from "./environment-values.ts";
import type { ClusteredValues, QuantileTask } from "./quantile-difference.ts";

/** `blocks`: two sides of one run, alike but for the code; `environments`: two runs. */
export type Pairing = "blocks" | "environments";

/**
 * What the differences of a measure's high percentiles are worked out from; undefined where a side has no value of it. Of two sides
 * of one run only blocks that have both enter. Tasks of one `seed` share their draws, which makes many of them quick.
 */
export function quantileTask(
  measure: Measure,
  baseline: VariantValues,
  candidate: VariantValues,
  pairing: Pairing,
  seed: QuantileTask["seed"],
): QuantileTask | undefined {
  const base = blocksOf(baseline, measure);
  const cand = blocksOf(candidate, measure);
  const common = commonBlocks(base, cand);
  const paired = pairing === "blocks";
  const ofBaseline = clustered(base, paired ? common : inOrder(base));
  const ofCandidate = clustered(cand, paired ? common : inOrder(cand));
  return ofBaseline.starts.length === 0 || ofCandidate.starts.length === 0
    ? undefined
    : {
        temperature: measure.temperature,
        baseline: ofBaseline,
        candidate: ofCandidate,
        paired,
        permilles: [900, 990],
        seed,
      };
}

function blocksOf(variant: VariantValues, measure: Measure): ByBlock<readonly number[]> {
  const values = variant.measures.get(measureText(measure));
  return values === undefined ? new Map() : valuesByBlock(variant, values);
}

function inOrder(byBlock: ByBlock<unknown>): BlockKey[] {
  return [...byBlock.keys()].sort((a, b) => a - b);
}

function clustered(byBlock: ByBlock<readonly number[]>, keys: readonly BlockKey[]): ClusteredValues {
  const clusters = keys.map((key) => byBlock.get(key) ?? []);
  const starts = new Uint32Array(clusters.length);
  let count = 0;
  clusters.forEach((values, index) => {
    starts[index] = count;
    count += values.length;
  });
  return { values: Float64Array.from(clusters.flat()), starts };
}
