import type { Random } from "../shared/seeded-random.ts";
import type { Distribution } from "./distributions.ts";
import { quantile } from "./quantile.ts";
import type { Interval } from "./summary.ts";

/** Below this many environments the interval would promise more than it holds. */
const leastEnvironments = 10;

const defaultResamples = 2000;

/**
 * A 95 % interval of the median of samples that are clustered by environment: whole environments are drawn with
 * replacement, as many as there are, and the interval is between the 2.5 % and 97.5 % quantiles of the resamples'
 * medians. Undefined below ten environments. `sorted` holds the distribution's values, ascending.
 * Sources: B. Efron and R. J. Tibshirani, An Introduction to the Bootstrap (1993), chapter 13 (percentile interval);
 * C. A. Field and A. H. Welsh, "Bootstrapping clustered data", J. R. Statist. Soc. B 69 (2007) (whole clusters).
 */
export function clusterMedianInterval(
  distribution: Distribution,
  sorted: Float64Array,
  random: Random,
  resamples = defaultResamples,
): Interval | undefined {
  if (distribution.starts.length < leastEnvironments) {
    return undefined;
  }
  const clusters = clustersOf(distribution, sorted);
  const medians = Float64Array.from({ length: resamples }, () => resampledMedian(clusters, random)).sort();
  return { lowMs: quantile(medians, 25), highMs: quantile(medians, 975) };
}

/** What a resample needs: only values near the median are kept one by one, those below are counted. */
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
  /** The same with every value in the window, for a resample whose median lies outside. */
  readonly whole: () => Clusters;
}

function clustersOf(distribution: Distribution, sorted: Float64Array): Clusters {
  const reach = windowReach(distribution, quantile(sorted, 500));
  const middle = (sorted.length - 1) / 2;
  const low = sorted[Math.max(0, Math.floor(middle - reach))] ?? Number.NEGATIVE_INFINITY;
  const high = sorted[Math.min(sorted.length - 1, Math.ceil(middle + reach))] ?? Number.POSITIVE_INFINITY;
  let whole: Clusters | undefined;
  return windowed(distribution, low, high, () => {
    whole ??= windowed(distribution, Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY);
    return whole;
  });
}

/**
 * How far, in ranks, a resample's median may lie from the median: eight standard deviations. A draw moves the
 * rank by what its environment has below the median beyond one half, so the variance is the sum of their squares.
 */
function windowReach({ values, starts }: Distribution, median: number): number {
  let variance = 0;
  forEachEnvironment(values.length, starts, (start, end) => {
    let imbalance = 0;
    for (const value of values.subarray(start, end)) {
      imbalance += value < median ? 0.5 : value > median ? -0.5 : 0;
    }
    variance += imbalance * imbalance;
  });
  return 8 * Math.sqrt(variance) + 2;
}

function windowed(
  { values, starts }: Distribution,
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

function resampledMedian(clusters: Clusters, random: Random): number {
  drawEnvironments(clusters.drawn, random);
  const median = weightedMedian(clusters, clusters.drawn);
  return Number.isNaN(median) ? weightedMedian(clusters.whole(), clusters.drawn) : median;
}

function drawEnvironments(drawn: Uint32Array, random: Random): void {
  drawn.fill(0);
  for (let draw = 0; draw < drawn.length; draw++) {
    const pick = Math.floor(random() * drawn.length);
    drawn[pick] = (drawn[pick] ?? 0) + 1;
  }
}

/** The median of the drawn environments' values; NaN when it lies outside the window. */
function weightedMedian({ sizes, below, window, owners }: Clusters, drawn: Uint32Array): number {
  let total = 0;
  let cumulated = 0;
  for (let environment = 0; environment < drawn.length; environment++) {
    const weight = drawn[environment] ?? 0;
    total += weight * (sizes[environment] ?? 0);
    cumulated += weight * (below[environment] ?? 0);
  }
  const lowRank = Math.floor((total - 1) / 2);
  const highRank = Math.ceil((total - 1) / 2);
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
      return (low + (window[index] ?? Number.NaN)) / 2;
    }
  }
  return Number.NaN;
}
