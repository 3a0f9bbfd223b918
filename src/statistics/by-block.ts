import type { MeasureValues, VariantValues } from "./environment-values.ts";
import { quantile } from "./quantile.ts";

/** Names a block of a segment: what was taken next to each other, on one machine. */
export type BlockKey = number;

/** Values of one variant and side by block. An environment that was continued in the same block and segment adds to its values. */
export type ByBlock<Value> = ReadonlyMap<BlockKey, Value>;

/** A measure's values, block by block. */
export function valuesByBlock(
  { blocks, segments }: Pick<VariantValues, "blocks" | "segments">,
  { values, starts, environments }: MeasureValues,
): ByBlock<readonly number[]> {
  const found = new Map<BlockKey, number[]>();
  starts.forEach((start, index) => {
    const environment = environments[index] ?? -1;
    const key = blockKey(segments[environment] ?? 0, blocks[environment] ?? 0);
    const ofBlock = found.get(key) ?? [];
    ofBlock.push(...values.subarray(start, starts[index + 1] ?? values.length));
    found.set(key, ofBlock);
  });
  return found;
}

/** What every environment has one of, block by block; the largest where a block has two. NaN stands for none. */
export function peaksByBlock(
  { blocks, segments }: Pick<VariantValues, "blocks" | "segments">,
  ofEnvironments: Float64Array,
): ByBlock<number> {
  const found = new Map<BlockKey, number>();
  ofEnvironments.forEach((value, environment) => {
    if (!Number.isNaN(value)) {
      const key = blockKey(segments[environment] ?? 0, blocks[environment] ?? 0);
      found.set(key, Math.max(value, found.get(key) ?? value));
    }
  });
  return found;
}

/** The median of each block's values: what a block says of a measure, however many warm invocations it has. */
export function medians(byBlock: ByBlock<readonly number[]>): ByBlock<number> {
  return new Map(
    Array.from(byBlock, ([key, values]) => [key, quantile(Float64Array.from(values).sort(), 500)]),
  );
}

/** Blocks that both have, in their order: of what was resumed or merged, segment by segment. */
export function commonBlocks(one: ByBlock<unknown>, other: ByBlock<unknown>): BlockKey[] {
  return [...one.keys()].filter((key) => other.has(key)).sort((a, b) => a - b);
}

function blockKey(segment: number, block: number): BlockKey {
  return segment * 2 ** 32 + block;
}
