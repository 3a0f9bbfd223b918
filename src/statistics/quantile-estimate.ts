import type { Random } from "../shared/seeded-random.ts";
import { clusterQuantileInterval } from "./cluster-bootstrap.ts";
import type { Estimate } from "./comparison.ts";
import { copyQuantileInterval } from "./copy-bootstrap.ts";
import type { MeasureValues } from "./environment-values.ts";
import { quantile } from "./quantile.ts";
import { quantileInterval } from "./quantile-interval.ts";
import type { Interval } from "./summary.ts";

/**
 * A quantile with its interval; an end that the values cannot give is infinite, both are where warm values come from less than ten
 * environments. Cold values are independent: order statistics, whatever the distribution. Warm ones are clustered: environments are
 * resampled; as no resample reaches beyond the largest value, the interval is also never narrower than that of order statistics.
 * Of several copies of a function it is never narrower than that of resampled copies.
 */
export function estimateQuantile(
  measured: Pick<MeasureValues, "values" | "starts" | "copies">,
  temperature: "cold" | "warm",
  permille: number,
  alpha: number,
  random: Random,
): Estimate {
  const sorted = Float64Array.from(measured.values).sort();
  const options = { permille, alpha };
  const { low, high } = quantileInterval(sorted, permille, alpha);
  const resampled = [
    ...(temperature === "cold"
      ? []
      : [clusterQuantileInterval(measured, sorted, random, options) ?? unbounded]),
    copyQuantileInterval(measured, sorted, random, options),
  ].filter((interval) => interval !== undefined);
  return {
    value: quantile(sorted, permille),
    low: Math.min(low, ...resampled.map(({ lowMs }) => lowMs)),
    high: Math.max(high, ...resampled.map(({ highMs }) => highMs)),
  };
}

const unbounded: Interval = { lowMs: Number.NEGATIVE_INFINITY, highMs: Number.POSITIVE_INFINITY };
