import type { RunManifest, Segment } from "../samples/run-manifest.ts";
import type { VariantValues } from "./environment-values.ts";
import type { TwoSamples } from "./rank-sum.ts";

/**
 * How many segments two runs have that are compared each with its counterpart: all of them where there are as many in both runs
 * and each ran on the same kind of host as its counterpart. Undefined where the samples of all segments are pooled: there is one
 * segment, or which belong together cannot be told.
 */
export function comparableSegments(baseline: RunManifest, candidate: RunManifest): number | undefined {
  const count = candidate.segments.length;
  const matching =
    count > 1 &&
    baseline.segments.length === count &&
    candidate.segments.every((segment, index) => hostOf(segment) === hostOf(baseline.segments[index]));
  return matching ? count : undefined;
}

function hostOf(segment: Segment | undefined): string {
  const { platform, architecture, cpuModel = "", cpuCount } = segment?.host ?? {};
  return JSON.stringify([platform, architecture, cpuModel, cpuCount]);
}

/**
 * Values of environments by segment, those that are NaN left out; a segment without its counterpart is left out too. `baseline`
 * and `candidate` hold one value for each environment of their side. One stratum where segments are pooled, and also where no
 * segment has values of both sides.
 */
export function strataOf(
  sides: { readonly baseline: VariantValues; readonly candidate: VariantValues },
  baseline: Float64Array,
  candidate: Float64Array,
  segments: number | undefined,
): TwoSamples[] {
  const of = (segment?: number) => ({
    baseline: known(baseline, sides.baseline, segment),
    candidate: known(candidate, sides.candidate, segment),
  });
  const strata = Array.from({ length: segments ?? 0 }, (_, segment) => of(segment)).filter(
    (stratum) => stratum.baseline.length > 0 && stratum.candidate.length > 0,
  );
  return strata.length > 0 ? strata : [of()];
}

function known(values: Float64Array, { segments }: VariantValues, segment: number | undefined): Float64Array {
  return values.filter(
    (value, index) => !Number.isNaN(value) && (segment === undefined || segments[index] === segment),
  );
}
