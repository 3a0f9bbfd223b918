import { type Measure, measureText } from "../samples/phases.ts";
import type { MeasureValues, VariantValues } from "./environment-values.ts";
import { pairEnvironments } from "./pair-blocks.ts";
import type { ClusteredValues, QuantileTask } from "./quantile-difference.ts";

/** `blocks`: two sides of one run, measured next to each other; `environments`: two runs. */
export type Pairing = "blocks" | "environments";

/**
 * What the differences of a measure's p90 and p99, or of others, are worked out from; undefined where a side has no value that could enter. Of two
 * sides of one run only blocks that have both enter. Tasks of one `seed` share their draws: many of them are done quickly.
 */
export function quantileTask(
  measure: Measure,
  baseline: VariantValues,
  candidate: VariantValues,
  pairing: Pairing,
  seed: QuantileTask["seed"],
  permilles: QuantileTask["permilles"] = [900, 990],
): QuantileTask | undefined {
  const name = measureText(measure);
  const base = baseline.measures.get(name);
  const cand = candidate.measures.get(name);
  if (base === undefined || cand === undefined) {
    return undefined;
  }
  const paired = pairing === "blocks";
  const clusters = paired
    ? pairedPositions(baseline, candidate, base, cand)
    : { baseline: positionsOf(baseline, base), candidate: positionsOf(candidate, cand) };
  if (clusters.baseline.length === 0 || clusters.candidate.length === 0) {
    return undefined;
  }
  const ofCopies = [copyGroups(base, clusters.baseline), copyGroups(cand, clusters.candidate)] as const;
  const byCopies = ofCopies.every(({ length }) => length >= leastCopies);
  const [ofBaseline, ofCandidate] = byCopies
    ? ofCopies
    : [clusters.baseline.map((at) => [at]), clusters.candidate.map((at) => [at])];
  return {
    temperature: measure.temperature,
    baseline: clustered(base, ofBaseline),
    candidate: clustered(cand, ofCandidate),
    paired: paired && !byCopies,
    permilles,
    seed,
  };
}

/** With as many copies of a function these are drawn as a whole, as environments are else: fewer are not resampled. */
const leastCopies = 10;

/** The positions of each copy's environments. */
function copyGroups({ copies }: MeasureValues, positions: Positions): readonly Positions[] {
  const groups = new Map<number, number[]>();
  for (const at of positions) {
    const copy = copies[at] ?? 0;
    const known = groups.get(copy) ?? [];
    known.push(at);
    groups.set(copy, known);
  }
  return [...groups.values()];
}

/** Positions among the environments that have a value of a measure. */
type Positions = readonly number[];

/** In the order of segments and blocks, whichever was recorded first. */
function positionsOf(variant: VariantValues, { environments }: MeasureValues): Positions {
  return [...environments.keys()].sort((one, other) =>
    inOrder(variant, environments[one] ?? 0, environments[other] ?? 0),
  );
}

function pairedPositions(
  baseline: VariantValues,
  candidate: VariantValues,
  base: MeasureValues,
  cand: MeasureValues,
): { readonly baseline: Positions; readonly candidate: Positions } {
  const { baseline: ofBaseline, candidate: ofCandidate } = pairEnvironments(baseline, candidate);
  const basePositions = new Map(Array.from(base.environments, (environment, at) => [environment, at]));
  const candPositions = new Map(Array.from(cand.environments, (environment, at) => [environment, at]));
  const pairs = [...ofBaseline.keys()]
    .sort((one, other) => inOrder(baseline, ofBaseline[one] ?? 0, ofBaseline[other] ?? 0))
    .flatMap((pair) => {
      const one = basePositions.get(ofBaseline[pair] ?? -1);
      const other = candPositions.get(ofCandidate[pair] ?? -1);
      return one === undefined || other === undefined ? [] : [{ one, other }];
    });
  return { baseline: pairs.map(({ one }) => one), candidate: pairs.map(({ other }) => other) };
}

function inOrder({ segments, blocks }: VariantValues, one: number, other: number): number {
  return (
    (segments[one] ?? 0) - (segments[other] ?? 0) || (blocks[one] ?? 0) - (blocks[other] ?? 0) || one - other
  );
}

/** The values of each group of environments as one cluster. */
function clustered({ values, starts }: MeasureValues, groups: readonly Positions[]): ClusteredValues {
  const parts = groups.map((group) =>
    group.map((at) => values.subarray(starts[at], starts[at + 1] ?? values.length)),
  );
  const kept = new Float64Array(parts.flat().reduce((count, { length }) => count + length, 0));
  const keptStarts = new Uint32Array(groups.length);
  let next = 0;
  parts.forEach((cluster, index) => {
    keptStarts[index] = next;
    for (const part of cluster) {
      kept.set(part, next);
      next += part.length;
    }
  });
  return { values: kept, starts: keptStarts };
}
