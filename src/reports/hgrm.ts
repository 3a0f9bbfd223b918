import { decodeHistogram, percentileDistribution } from "../histogram/histogram.ts";
import type { StoredHistogram } from "../histogram/stored-histogram.ts";

/** Which histograms are wanted; what is not named is not restricted. */
export interface HistogramFilter {
  readonly variant?: string | undefined;
  readonly side?: string | undefined;
  readonly phase?: string | undefined;
  readonly temperature?: string | undefined;
}

/**
 * Percentile distributions as HdrHistogram's plotter reads them, values in milliseconds. Each begins with a comment
 * that names it. The plotter takes a file for one series: give it a report of one histogram.
 * @throws InputError when a histogram cannot be decoded.
 */
export function hgrmReport(histograms: readonly StoredHistogram[], filter: HistogramFilter = {}): string {
  return histograms
    .filter((histogram) => isWanted(histogram, filter))
    .map((histogram, index) => `# ${nameOf(histogram)}\n${textOf(histogram, index)}`)
    .join("\n");
}

function isWanted(
  histogram: StoredHistogram,
  { variant, side, phase, temperature }: HistogramFilter,
): boolean {
  return (
    (variant === undefined || histogram.variant === variant) &&
    (side === undefined || histogram.side === side) &&
    (phase === undefined || histogram.phase === phase) &&
    (temperature === undefined || histogram.temperature === temperature)
  );
}

function nameOf({ variant, side, phase, temperature }: StoredHistogram): string {
  return `${variant}${side === undefined ? "" : ` ${side}`}, ${phase}, ${temperature} (ms)`;
}

function textOf(histogram: StoredHistogram, index: number): string {
  return percentileDistribution(decodeHistogram(histogram.data, `histograms[${index}].data`));
}
