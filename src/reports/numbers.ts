import type { Interval } from "../statistics/summary.ts";

/** What stands where the samples cannot support a figure. */
export const absent = "–";

/**
 * Decimals that show the smallest of the figures with three significant digits, at most a microsecond; one table
 * column has one number of decimals, so that its points stand one below the other.
 */
export function decimalsFor(figures: readonly (number | undefined)[]): number {
  const sizes = figures
    .filter((figure) => figure !== undefined && figure !== 0)
    .map((figure) => Math.abs(figure ?? 0));
  const smallest = Math.min(...sizes);
  return smallest >= 1000 ? 0 : smallest >= 10 ? 1 : smallest >= 1 ? 2 : 3;
}

/** A figure with this many decimals. */
export function figure(value: number | undefined, decimals: number): string {
  return value === undefined ? absent : value.toFixed(decimals);
}

/** `65.4 [63.9, 67.0]`; the median alone where there is no interval. */
export function withInterval(
  value: number | undefined,
  interval: Interval | undefined,
  decimals: number,
): string {
  return interval === undefined
    ? figure(value, decimals)
    : `${figure(value, decimals)} ${intervalText(interval, decimals)}`;
}

/** `[63.9, 67.0]`. */
export function intervalText(interval: Interval | undefined, decimals: number): string {
  return interval === undefined
    ? absent
    : `[${interval.lowMs.toFixed(decimals)}, ${interval.highMs.toFixed(decimals)}]`;
}

/** `1 cold start`, `20 cold starts`. */
export function counted(count: number, one: string, many = `${one}s`): string {
  return `${count} ${count === 1 ? one : many}`;
}

/** `a`, `a and b`, `a, b and c`. */
export function enumerated(words: readonly string[]): string {
  const last = words.at(-1) ?? "";
  return words.length < 2 ? last : `${words.slice(0, -1).join(", ")} and ${last}`;
}
