/** Mean and sample standard deviation (n − 1); the latter is absent for one value. */
export interface Moments {
  readonly mean: number;
  readonly stddev?: number | undefined;
}

/**
 * One pass that neither overflows nor cancels.
 * Source: B. P. Welford, "Note on a method for calculating corrected sums of squares and products",
 * Technometrics 4 (1962).
 */
export function momentsOf(values: Float64Array): Moments {
  let mean = 0;
  let squares = 0;
  let count = 0;
  for (const value of values) {
    count++;
    const difference = value - mean;
    mean += difference / count;
    squares += difference * (value - mean);
  }
  return { mean, stddev: count > 1 ? Math.sqrt(squares / (count - 1)) : undefined };
}
