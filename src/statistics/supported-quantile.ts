import type { Distribution } from "./distributions.ts";
import { firstBeyond } from "./quantile.ts";

/** A percentile is given where at least this many samples lie beyond it; warm ones of as many environments. */
const leastBeyond = 2;

/** True where the samples say enough of a high percentile to show it; `sorted` holds their values, ascending. */
export function isSupported(
  distribution: Pick<Distribution, "temperature" | "values" | "starts">,
  sorted: Float64Array,
  permille: number,
): boolean {
  const first = firstBeyond(sorted.length, permille);
  const threshold = sorted[first];
  if (threshold === undefined || sorted.length - first < leastBeyond) {
    return false;
  }
  return distribution.temperature === "cold" || environmentsFrom(distribution, threshold) >= leastBeyond;
}

/** Number of environments with a value of at least `threshold`. */
function environmentsFrom(
  { values, starts }: Pick<Distribution, "values" | "starts">,
  threshold: number,
): number {
  let count = 0;
  starts.forEach((start, environment) => {
    const end = starts[environment + 1] ?? values.length;
    count += values.subarray(start, end).some((value) => value >= threshold) ? 1 : 0;
  });
  return count;
}
