import type { Random } from "../shared/seeded-random.ts";
import { percentileInterval } from "./bootstrap-mean.ts";
import { type Clustered, clustersOf, drawnQuantile } from "./quantile-window.ts";
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
  options: BootstrapOptions = {},
): Interval | undefined {
  return distribution.starts.length < leastEnvironments
    ? undefined
    : resampledInterval(distribution, sorted, drawEnvironments, random, options);
}

/** Says in `drawn` how often each environment is in one resample. */
export type Draw = (drawn: Uint32Array, random: Random) => void;

/** The percentile interval of the quantiles of resamples that are drawn in one way or another. */
export function resampledInterval(
  distribution: Clustered,
  sorted: Float64Array,
  draw: Draw,
  random: Random,
  { permille = 500, alpha = 0.05, resamples = 2000 }: BootstrapOptions,
): Interval {
  const clusters = clustersOf(distribution, sorted, permille);
  const drawn = new Uint32Array(distribution.starts.length);
  const found = Float64Array.from({ length: resamples }, () => {
    draw(drawn, random);
    return drawnQuantile(clusters, drawn, permille);
  });
  const { low: lowMs, high: highMs } = percentileInterval(found, alpha);
  return { lowMs, highMs };
}

const drawEnvironments: Draw = (drawn, random) => {
  drawn.fill(0);
  for (let draw = 0; draw < drawn.length; draw++) {
    const pick = Math.floor(random() * drawn.length);
    drawn[pick] = (drawn[pick] ?? 0) + 1;
  }
};
