import type { Random } from "../shared/seeded-random.ts";
import { clusterQuantileInterval } from "./cluster-bootstrap.ts";
import type { Estimate } from "./comparison.ts";
import type { MeasureValues } from "./environment-values.ts";
import { quantile } from "./quantile.ts";
import { quantileInterval } from "./quantile-interval.ts";

/**
 * A quantile with its interval; an end that the values cannot give is infinite, both are where warm values come from less than ten
 * environments. Cold values are independent: order statistics, whatever the distribution. Warm ones are clustered: environments are
 * resampled; as no resample reaches beyond the largest value, the interval is also never narrower than that of order statistics.
 */
export function estimateQuantile(
  { values, starts }: Pick<MeasureValues, "values" | "starts">,
  temperature: "cold" | "warm",
  permille: number,
  alpha: number,
  random: Random,
): Estimate {
  const sorted = Float64Array.from(values).sort();
  const value = quantile(sorted, permille);
  const independent = quantileInterval(sorted, permille, alpha);
  if (temperature === "cold") {
    return { value, ...independent };
  }
  const clustered = clusterQuantileInterval({ values, starts }, sorted, random, { permille, alpha });
  return {
    value,
    low: Math.min(independent.low, clustered?.lowMs ?? Number.NEGATIVE_INFINITY),
    high: Math.max(independent.high, clustered?.highMs ?? Number.POSITIVE_INFINITY),
  };
}
