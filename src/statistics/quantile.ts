/** Quantiles as thousandths, so that no rank depends on how 0.999 is rounded. */
export type Permille = 500 | 900 | 950 | 990 | 999;

/**
 * The quantile of ascending values: linear interpolation between the two order statistics around rank
 * (n − 1)p. This is type 7 of R. J. Hyndman and Y. Fan, "Sample quantiles in statistical packages",
 * The American Statistician 50 (1996), and what R, NumPy and spreadsheets give by default.
 * NaN for no values.
 */
export function quantile(sorted: Float64Array, permille: number): number {
  const rank = ((sorted.length - 1) * permille) / 1000;
  const below = Math.floor(rank);
  const low = sorted[below] ?? Number.NaN;
  const high = sorted[below + 1] ?? low;
  return low + (high - low) * (rank - below);
}

/** Index of the first of the ascending values that lies beyond the quantile, by rank. */
export function firstBeyond(count: number, permille: number): number {
  return Math.floor(((count - 1) * permille) / 1000) + 1;
}
