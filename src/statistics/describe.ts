import type { Random } from "../shared/seeded-random.ts";
import { clusterQuantileInterval } from "./cluster-bootstrap.ts";
import type { Distribution } from "./distributions.ts";
import { momentsOf } from "./moments.ts";
import { medianInterval } from "./order-statistic-interval.ts";
import { firstBeyond, type Permille, quantile } from "./quantile.ts";
import type { DistributionSummary } from "./summary.ts";

/** A percentile is given where at least this many samples lie beyond it; warm ones of as many environments. */
const leastBeyond = 2;

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

function isSupported(distribution: Distribution, sorted: Float64Array, permille: Permille): boolean {
  const first = firstBeyond(sorted.length, permille);
  const threshold = sorted[first];
  if (threshold === undefined || sorted.length - first < leastBeyond) {
    return false;
  }
  return distribution.temperature === "cold" || environmentsFrom(distribution, threshold) >= leastBeyond;
}

/** Number of environments with a value of at least `threshold`. */
function environmentsFrom({ values, starts }: Distribution, threshold: number): number {
  let count = 0;
  starts.forEach((start, environment) => {
    const end = starts[environment + 1] ?? values.length;
    count += values.subarray(start, end).some((value) => value >= threshold) ? 1 : 0;
  });
  return count;
}
