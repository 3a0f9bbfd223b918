import type { Random } from "../shared/seeded-random.ts";
import { clusterQuantileInterval } from "./cluster-bootstrap.ts";
import type { Distribution } from "./distributions.ts";
import { momentsOf } from "./moments.ts";
import { medianInterval } from "./order-statistic-interval.ts";
import { type Permille, quantile } from "./quantile.ts";
import type { DistributionSummary } from "./summary.ts";
import { isSupported } from "./supported-quantile.ts";

/**
 * The summary of one distribution, which must not be empty. Cold samples are independent, one of each environment;
 * warm ones are not, so their interval resamples environments, with `random`.
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
    p50Interval:
      temperature === "cold" ? medianInterval(sorted) : clusterQuantileInterval(distribution, sorted, random),
    p90Ms: supported(900),
    p95Ms: supported(950),
    p99Ms: supported(990),
    p999Ms: supported(999),
    maxMs: sorted.at(-1) ?? Number.NaN,
    meanMs: mean,
    stddevMs: stddev,
  };
}
