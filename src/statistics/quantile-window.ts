import type { Distribution } from "./distributions.ts";
import { quantile } from "./quantile.ts";

/** Values, the index of the first of each environment, and the copy that each environment is of. */
export type Clustered = Pick<Distribution, "values" | "starts" | "copies">;

/** What resamples need: only values near the quantile are kept one by one, those below are counted. */
export interface Clusters {
  /** Values of each environment. */
  readonly sizes: Uint32Array;
  /** Values of each environment that lie below the window. */
  readonly below: Uint32Array;
  /** The values of the window, ascending, and the environment of each. */
  readonly window: Float64Array;
  readonly owners: Uint32Array;
  /** The same with every value in the window, for a resample whose quantile lies outside. */
  readonly whole: () => Clusters;
}

/** Clusters for resampling a quantile of values that are given in ascending order, too. */
export function clustersOf(distribution: Clustered, sorted: Float64Array, permille: number): Clusters {
  const reach = windowReach(distribution, quantile(sorted, permille), permille / 1000);
  const middle = ((sorted.length - 1) * permille) / 1000;
  const low = sorted[Math.max(0, Math.floor(middle - reach))] ?? Number.NEGATIVE_INFINITY;
  const high = sorted[Math.min(sorted.length - 1, Math.ceil(middle + reach))] ?? Number.POSITIVE_INFINITY;
  let whole: Clusters | undefined;
  return windowed(distribution, low, high, () => {
    whole ??= windowed(distribution, Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY);
    return whole;
  });
}

/**
 * How far, in ranks, a resample's quantile may lie from the quantile: eight standard deviations. A draw moves the rank by
 * what its environment, or its copy, has below the quantile beyond its share, so the variance is the sum of their squares.
 */
function windowReach({ values, starts, copies }: Clustered, found: number, share: number): number {
  let variance = 0;
  const ofCopies = new Map<number, number>();
  forEachEnvironment(values.length, starts, (start, end, environment) => {
    let imbalance = 0;
    for (const value of values.subarray(start, end)) {
      imbalance += value < found ? 1 - share : value > found ? -share : 0;
    }
    variance += imbalance * imbalance;
    const copy = copies[environment] ?? 0;
    ofCopies.set(copy, (ofCopies.get(copy) ?? 0) + imbalance);
  });
  const betweenCopies = ofCopies.size < 2 ? [] : [...ofCopies.values()];
  variance += betweenCopies.reduce((sum, imbalance) => sum + imbalance * imbalance, 0);
  return 8 * Math.sqrt(variance) + 2;
}

function windowed(
  { values, starts }: Clustered,
  low: number,
  high: number,
  whole?: () => Clusters,
): Clusters {
  const sizes = new Uint32Array(starts.length);
  const below = new Uint32Array(starts.length);
  const inside: { readonly value: number; readonly owner: number }[] = [];
  forEachEnvironment(values.length, starts, (start, end, owner) => {
    sizes[owner] = end - start;
    for (const value of values.subarray(start, end)) {
      if (value < low) {
        below[owner] = (below[owner] ?? 0) + 1;
      } else if (value <= high) {
        inside.push({ value, owner });
      }
    }
  });
  inside.sort((a, b) => a.value - b.value);
  const clusters: Clusters = {
    sizes,
    below,
    window: Float64Array.from(inside, ({ value }) => value),
    owners: Uint32Array.from(inside, ({ owner }) => owner),
    whole: whole ?? (() => clusters),
  };
  return clusters;
}

function forEachEnvironment(
  count: number,
  starts: Uint32Array,
  visit: (start: number, end: number, environment: number) => void,
): void {
  starts.forEach((start, environment) => {
    visit(start, starts[environment + 1] ?? count, environment);
  });
}

/** The quantile of the drawn environments' values, as `quantile` has it. `drawn` tells how often each was drawn. */
export function drawnQuantile(clusters: Clusters, drawn: Uint32Array, permille: number): number {
  const found = quantileInWindow(clusters, drawn, permille);
  return Number.isNaN(found) ? quantileInWindow(clusters.whole(), drawn, permille) : found;
}

/** NaN when it lies outside the window. */
function quantileInWindow(
  { sizes, below, window, owners }: Clusters,
  drawn: Uint32Array,
  permille: number,
): number {
  let total = 0;
  let cumulated = 0;
  for (let environment = 0; environment < drawn.length; environment++) {
    const weight = drawn[environment] ?? 0;
    total += weight * (sizes[environment] ?? 0);
    cumulated += weight * (below[environment] ?? 0);
  }
  const rank = ((total - 1) * permille) / 1000;
  const lowRank = Math.floor(rank);
  const highRank = Math.ceil(rank);
  if (cumulated > lowRank) {
    return Number.NaN;
  }
  let low = Number.NaN;
  for (let index = 0; index < window.length; index++) {
    cumulated += drawn[owners[index] ?? 0] ?? 0;
    if (Number.isNaN(low) && cumulated > lowRank) {
      low = window[index] ?? Number.NaN;
    }
    if (cumulated > highRank) {
      return low + ((window[index] ?? Number.NaN) - low) * (rank - lowRank);
    }
  }
  return Number.NaN;
}
