import type { Random } from "../shared/seeded-random.ts";
import type { Distribution } from "./distributions.ts";
import { quantile } from "./quantile.ts";
import type { Interval } from "./summary.ts";

/** Below this many environments the interval would promise more than it holds. */
const leastEnvironments = 10;

/** What is asked of a bootstrap, where it is not a 95 % interval of the median from 2,000 resamples. */
export interface BootstrapOptions {
  readonly permille?: number | undefined;
  /** 1 − the confidence. */
  readonly alpha?: number | undefined;
  readonly resamples?: number | undefined;
}

/**
 * An interval of a quantile of samples that are clustered by environment: whole environments are drawn with
 * replacement, as many as there are, and the interval is between the α/2 and 1 − α/2 quantiles of the resamples'
 * quantiles. Undefined below ten environments. `sorted` holds the distribution's values, ascending.
 * Sources: B. Efron and R. J. Tibshirani, An Introduction to the Bootstrap (1993), chapter 13 (percentile interval);
 * C. A. Field and A. H. Welsh, "Bootstrapping clustered data", J. R. Statist. Soc. B 69 (2007) (whole clusters).
 */
export function clusterQuantileInterval(
  distribution: Clustered,
  sorted: Float64Array,
  random: Random,
  { permille = 500, alpha = 0.05, resamples = 2000 }: BootstrapOptions = {},
): Interval | undefined {
  if (distribution.starts.length < leastEnvironments) {
    return undefined;
  }
  const clusters = clustersOf(distribution, sorted, permille);
  const found = Float64Array.from({ length: resamples }, () =>
    resampledQuantile(clusters, permille, random),
  ).sort();
  return { lowMs: quantile(found, 500 * alpha), highMs: quantile(found, 1000 - 500 * alpha) };
}

/** Values, and the index of the first of each environment. */
type Clustered = Pick<Distribution, "values" | "starts">;

/** What a resample needs: only values near the quantile are kept one by one, those below are counted. */
interface Clusters {
  /** Values of each environment. */
  readonly sizes: Uint32Array;
  /** Values of each environment that lie below the window. */
  readonly below: Uint32Array;
  /** The values of the window, ascending, and the environment of each. */
  readonly window: Float64Array;
  readonly owners: Uint32Array;
  /** How often each environment was drawn in the resample under way. */
  readonly drawn: Uint32Array;
  /** The same with every value in the window, for a resample whose quantile lies outside. */
  readonly whole: () => Clusters;
}

function clustersOf(distribution: Clustered, sorted: Float64Array, permille: number): Clusters {
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
 * what its environment has below the quantile beyond its share, so the variance is the sum of their squares.
 */
function windowReach({ values, starts }: Clustered, found: number, share: number): number {
  let variance = 0;
  forEachEnvironment(values.length, starts, (start, end) => {
    let imbalance = 0;
    for (const value of values.subarray(start, end)) {
      imbalance += value < found ? 1 - share : value > found ? -share : 0;
    }
    variance += imbalance * imbalance;
  });
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
    drawn: new Uint32Array(starts.length),
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

function resampledQuantile(clusters: Clusters, permille: number, random: Random): number {
  drawEnvironments(clusters.drawn, random);
  const found = weightedQuantile(clusters, clusters.drawn, permille);
  return Number.isNaN(found) ? weightedQuantile(clusters.whole(), clusters.drawn, permille) : found;
}

function drawEnvironments(drawn: Uint32Array, random: Random): void {
  drawn.fill(0);
  for (let draw = 0; draw < drawn.length; draw++) {
    const pick = Math.floor(random() * drawn.length);
    drawn[pick] = (drawn[pick] ?? 0) + 1;
  }
}

/** The quantile of the drawn environments' values, as `quantile` has it; NaN when it lies outside the window. */
function weightedQuantile(
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
