import { defaultWatched, type Measure, measureText } from "../samples/phases.ts";
import type { RunManifest } from "../samples/run-manifest.ts";
import { type AxisPairs, axisPairs } from "./axis-pairs.ts";
import type { AxisEffect, Estimate } from "./comparison.ts";
import { environmentMedians } from "./environment-medians.ts";
import type { RunValues, VariantValues } from "./environment-values.ts";
import { pairedShift } from "./hodges-lehmann.ts";
import { type PairedEnvironments, pairEnvironments } from "./pair-blocks.ts";
import { quantile } from "./quantile.ts";

/** Of effects, which are shown and never gate. */
const level = 0.05;

/** What is shown of an axis: what is watched by default. */
const measures = defaultWatched;

/**
 * What each value of an axis costs against the axis' reference value, pooled over all else; of a run of two sides, in its candidate.
 * Two variants that are alike but for the axis were measured in the same blocks, so their difference within a block is free of the
 * machine's drift. Where several such pairs share a block, their mean is the block's one value: the effect is the average over the
 * pairs that were measured, each with the same weight, and an effect that differs between them does not widen its interval. A pair
 * that lacks a block is left out there after its own median was taken off each difference and the mean of these medians put back,
 * so that who is missing moves nothing. The shift and its interval of 95 % are then those of paired differences.
 * Sources: J. L. Hodges and E. L. Lehmann, "Rank methods for combination of independent experiments in analysis of variance", Ann.
 * Math. Statist. 33 (1962) (alignment within blocks); and those of `pairedShift`.
 */
export function axisEffects(manifest: RunManifest, values: RunValues): AxisEffect[] {
  const byVariant = new Map(
    values.filter(({ side }) => side !== "baseline").map((variant) => [variant.variant, variant]),
  );
  return axisPairs(manifest.variants).flatMap((pairs) => {
    const effect = effectOf(pairs, measuredPairs(pairs, byVariant));
    return effect.phases.length > 0 || effect.maxMemoryMb !== undefined ? [effect] : [];
  });
}

/** Two variants with their environments of the same blocks. */
interface MeasuredPair {
  readonly reference: VariantValues;
  readonly other: VariantValues;
  readonly paired: PairedEnvironments;
}

function measuredPairs({ pairs }: AxisPairs, byVariant: ReadonlyMap<string, VariantValues>): MeasuredPair[] {
  return pairs.flatMap((pair) => {
    const reference = byVariant.get(pair.reference.id);
    const other = byVariant.get(pair.other.id);
    if (reference === undefined || other === undefined) {
      return [];
    }
    const paired = pairEnvironments(reference, other);
    return paired.blocks.length === 0 ? [] : [{ reference, other, paired }];
  });
}

function effectOf(
  { scenario, axis, reference, value }: AxisPairs,
  pairs: readonly MeasuredPair[],
): AxisEffect {
  const memory = pairs.map((pair) =>
    blockValues(pair, pair.reference.maxMemoryMb, pair.other.maxMemoryMb, difference),
  );
  const maxMemoryMb = pooled(memory);
  return {
    scenario,
    axis,
    reference,
    value,
    pairs: pairs.length,
    phases: measures.flatMap((measure) => phaseEffect(measure, pairs)),
    ...(maxMemoryMb === undefined ? {} : { maxMemoryMb }),
  };
}

function phaseEffect(measure: Measure, pairs: readonly MeasuredPair[]): AxisEffect["phases"] {
  const medians = pairs.map(({ reference, other }) => [
    environmentMedians(reference.measures.get(measureText(measure)), reference.blocks.length),
    environmentMedians(other.measures.get(measureText(measure)), other.blocks.length),
  ]);
  const pool = (compare: (one: number, other: number) => number) =>
    pooled(pairs.map((pair, index) => blockValues(pair, medians[index]?.[0], medians[index]?.[1], compare)));
  const shift = pool(difference);
  const ratio = pool(logRatio);
  return shift === undefined || ratio === undefined
    ? []
    : [{ ...measure, shift, ratio: exponentials(ratio) }];
}

function difference(one: number, other: number): number {
  return other - one;
}

/** NaN, so left out, where a value has no logarithm. */
function logRatio(one: number, other: number): number {
  return one > 0 && other > 0 ? Math.log(other / one) : Number.NaN;
}

function exponentials({ value, low, high }: Estimate): Estimate {
  return { value: Math.exp(value), low: Math.exp(low), high: Math.exp(high) };
}

/** By segment and block, what a pair of variants gave there. */
type BlockValues = ReadonlyMap<string, number>;

/** Each array holds one value for each environment of its variant, NaN where it has none. */
function blockValues(
  { reference, paired }: MeasuredPair,
  ofReference: Float64Array | undefined,
  ofOther: Float64Array | undefined,
  compare: (one: number, other: number) => number,
): BlockValues {
  const found = new Map<string, number>();
  paired.blocks.forEach((block, index) => {
    const environment = paired.baseline[index] ?? 0;
    const other = ofOther?.[paired.candidate[index] ?? 0] ?? Number.NaN;
    const value = compare(ofReference?.[environment] ?? Number.NaN, other);
    if (!Number.isNaN(value)) {
      found.set(`${reference.segments[environment]}/${block}`, value);
    }
  });
  return found;
}

/** Undefined where no pair has a value. */
function pooled(ofPairs: readonly BlockValues[]): Estimate | undefined {
  const present = ofPairs.filter(({ size }) => size > 0);
  const [only] = present;
  if (only === undefined) {
    return undefined;
  }
  const differences = present.length === 1 ? [...only.values()] : alignedMeans(present);
  const { value, low, high } = pairedShift(Float64Array.from(differences), level);
  return { value, low, high };
}

/** For each block the mean over its pairs, as if none were missing. */
function alignedMeans(ofPairs: readonly BlockValues[]): number[] {
  const levels = ofPairs.map((values) => quantile(Float64Array.from(values.values()).sort(), 500));
  const average = mean(levels);
  const aligned = new Map<string, number[]>();
  ofPairs.forEach((values, pair) => {
    for (const [block, value] of values) {
      aligned.set(block, [...(aligned.get(block) ?? []), value - (levels[pair] ?? 0)]);
    }
  });
  return Array.from(aligned.values(), (ofBlock) => mean(ofBlock) + average);
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
