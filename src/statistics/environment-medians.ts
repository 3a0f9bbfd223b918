import type { MeasureValues } from "./environment-values.ts";
import { quantile } from "./quantile.ts";

/**
 * One value for each of `count` environments: the median of what it has, NaN where it has nothing. Samples of one environment
 * are not independent of each other; their medians are.
 */
export function environmentMedians(measure: MeasureValues | undefined, count: number): Float64Array {
  const medians = new Float64Array(count).fill(Number.NaN);
  const { values, starts, environments } = measure ?? nothing;
  starts.forEach((start, index) => {
    const end = starts[index + 1] ?? values.length;
    const environment = environments[index];
    if (environment !== undefined) {
      medians[environment] = medianOf(values.subarray(start, end));
    }
  });
  return medians;
}

const nothing: MeasureValues = {
  values: new Float64Array(),
  starts: new Uint32Array(),
  environments: new Uint32Array(),
  copies: new Uint32Array(),
};

/** The median of values in any order; NaN of none. */
export function medianOf(values: Float64Array): number {
  return values.length === 1 ? (values[0] ?? Number.NaN) : quantile(Float64Array.from(values).sort(), 500);
}
