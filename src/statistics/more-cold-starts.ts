import type { Estimate } from "./comparison.ts";
import { quantileRanks } from "./quantile-interval.ts";

/** More than this is no advice. */
const most = 100_000;

/**
 * About how many cold starts beyond `n` would bring an interval to one side of a limit: its half towards the limit shrinks with the
 * root of their number. Undefined where the estimate lies on the limit, or that half is not known.
 */
export function moreByWidth(n: number, { value, low, high }: Estimate, limit: number): number | undefined {
  const half = value <= limit ? high - value : value - low;
  return worthSaying(n * (half / Math.abs(limit - value)) ** 2 - n);
}

/**
 * The same for order statistics of `count` values, of which a share `within` does not exceed the limit: how many times as many
 * values it would take for the interval's rank to be on one side of it.
 */
export function timesByRanks(
  count: number,
  within: number,
  permille: number,
  alpha: number,
): number | undefined {
  for (let needed = count; needed <= most; needed = Math.max(needed + 1, Math.floor(needed * 1.005))) {
    const { low, high } = quantileRanks(needed, permille, alpha);
    if (high <= within * needed || low > within * needed) {
      return needed / count;
    }
  }
  return undefined;
}

/** A whole number from 1, or nothing. */
export function worthSaying(more: number): number | undefined {
  return more > 0 && more <= most ? Math.ceil(more) : undefined;
}
