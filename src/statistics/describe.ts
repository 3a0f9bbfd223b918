import type { Random } from "../shared/seeded-random.ts";
import { clusterQuantileInterval } from "./cluster-bootstrap.ts";
import { copyQuantileInterval } from "./copy-bootstrap.ts";
import type { Distribution } from "./distributions.ts";
import { momentsOf } from "./moments.ts";
import { medianInterval } from "./order-statistic-interval.ts";
import { type Permille, quantile } from "./quantile.ts";
import type { DistributionSummary, Interval } from "./summary.ts";
import { isSupported } from "./supported-quantile.ts";

/**
 * The summary of one distribution, which must not be empty. Cold samples of one function are independent, one of each environment;
 * warm ones are not, so their interval resamples environments, with `random`. Of several copies of a function the interval also
 * holds that of resampled copies.
 */
export function describeDistribution(distribution: Distribution, random: Random): DistributionSummary {
  const { temperature, values } = distribution;
  const sorted = Float64Array.from(values).sort();
  const { mean, stddev } = momentsOf(values);
  const supported = (permille: Permille) =>
    isSupported(distribution, sorted, permille) ? quantile(sorted, permille) : undefined;
  return {
    temperature,
    n: values.length,
    minMs: sorted[0] ?? Number.NaN,
    p50Ms: quantile(sorted, 500),
    p50Interval: intervalOf(distribution, sorted, random),
    p90Ms: supported(900),
    p95Ms: supported(950),
    p99Ms: supported(990),
    p999Ms: supported(999),
    maxMs: sorted.at(-1) ?? Number.NaN,
    meanMs: mean,
    stddevMs: stddev,
  };
}

function intervalOf(distribution: Distribution, sorted: Float64Array, random: Random): Interval | undefined {
  const ofOne =
    distribution.temperature === "cold"
      ? medianInterval(sorted)
      : clusterQuantileInterval(distribution, sorted, random);
  const ofCopies = ofOne && copyQuantileInterval(distribution, sorted, random);
  return ofOne === undefined || ofCopies === undefined
    ? ofOne
    : {
        lowMs: Math.min(ofOne.lowMs, ofCopies.lowMs),
        highMs: Math.max(ofOne.highMs, ofCopies.highMs),
      };
}
