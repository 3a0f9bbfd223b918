import type { VariantValues } from "./environment-values.ts";

/** Environments of both sides that stood next to each other: indexes into the values of each, and their block. */
export interface PairedEnvironments {
  readonly baseline: Uint32Array;
  readonly candidate: Uint32Array;
  readonly blocks: Uint32Array;
}

/** What pairs of environments gave: as many values on one side as on the other. */
export interface Pairs {
  readonly baseline: Float64Array;
  readonly candidate: Float64Array;
}

/**
 * The environments of a variant's two sides in the same block and the same segment: a pair that a resume has split was not
 * measured next to each other, and is left out.
 */
export function pairEnvironments(baseline: VariantValues, candidate: VariantValues): PairedEnvironments {
  const ofBaseline = new Map<number, number>();
  for (let index = 0; index < baseline.blocks.length; index++) {
    ofBaseline.set(placeOf(baseline, index), index);
  }
  const pairs: { readonly baseline: number; readonly candidate: number; readonly block: number }[] = [];
  candidate.blocks.forEach((block, index) => {
    const partner = ofBaseline.get(placeOf(candidate, index));
    if (partner !== undefined) {
      pairs.push({ baseline: partner, candidate: index, block });
    }
  });
  return {
    baseline: Uint32Array.from(pairs, (pair) => pair.baseline),
    candidate: Uint32Array.from(pairs, (pair) => pair.candidate),
    blocks: Uint32Array.from(pairs, (pair) => pair.block),
  };
}

/** Fewer blocks than 2^20 in a run, or none of it would ever end. */
function placeOf({ blocks, segments }: VariantValues, index: number): number {
  return (segments[index] ?? 0) * 2 ** 20 + (blocks[index] ?? 0);
}

/**
 * The values of pairs of the first `blocks` blocks (warm-up blocks included) of which both sides have one. `baseline` and
 * `candidate` hold one value for each environment of their side, NaN where it has none.
 */
export function pairedValues(
  paired: PairedEnvironments,
  baseline: Float64Array,
  candidate: Float64Array,
  blocks = Number.POSITIVE_INFINITY,
): Pairs {
  const left = new Float64Array(paired.blocks.length);
  const right = new Float64Array(paired.blocks.length);
  let count = 0;
  for (let pair = 0; pair < left.length; pair++) {
    const one = baseline[paired.baseline[pair] ?? 0] ?? Number.NaN;
    const other = candidate[paired.candidate[pair] ?? 0] ?? Number.NaN;
    if ((paired.blocks[pair] ?? 0) < blocks && !Number.isNaN(one) && !Number.isNaN(other)) {
      left[count] = one;
      right[count] = other;
      count++;
    }
  }
  return { baseline: left.subarray(0, count), candidate: right.subarray(0, count) };
}

/** The environments of each side whose values `pairedValues` takes: indexes into the values of each. */
export function pairedUpTo(
  paired: PairedEnvironments,
  baseline: Float64Array,
  candidate: Float64Array,
  blocks: number,
): { readonly baseline: ReadonlySet<number>; readonly candidate: ReadonlySet<number> } {
  const used = { baseline: new Set<number>(), candidate: new Set<number>() };
  paired.blocks.forEach((block, pair) => {
    const [one, other] = [paired.baseline[pair] ?? 0, paired.candidate[pair] ?? 0];
    if (block < blocks && !Number.isNaN(baseline[one]) && !Number.isNaN(candidate[other])) {
      used.baseline.add(one);
      used.candidate.add(other);
    }
  });
  return used;
}
