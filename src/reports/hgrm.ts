import type { HistogramsFile, StoredHistogram } from "../histogram/stored-histogram.ts";
import { oneLine } from "./markdown-text.ts";

/** Which histograms are wanted; what is not named is not restricted. */
export interface HistogramFilter {
  readonly variant?: string | undefined;
  readonly side?: string | undefined;
  readonly extension?: string | undefined;
  readonly phase?: string | undefined;
  readonly temperature?: string | undefined;
}

/** The percentile distribution of an encoded histogram; `place` is what an error names. */
export type PercentileText = (data: string, place: string) => string;

/**
 * Percentile distributions as HdrHistogram's plotter reads them, values in milliseconds. Each begins with a comment
 * that names it. The plotter takes a file for one series: give it a report of one histogram.
 * @throws InputError when a histogram cannot be decoded.
 */
export function hgrmReport(
  { histograms }: HistogramsFile,
  percentileText: PercentileText,
  filter: HistogramFilter = {},
): string {
  return histograms
    .filter((histogram) => isWanted(histogram, filter))
    .map((histogram) => {
      const name = nameOf(histogram);
      return `# ${name} (ms)\n${percentileText(histogram.data, `histogram of ${name}`)}`;
    })
    .join("\n");
}

function isWanted(
  histogram: StoredHistogram,
  { variant, side, extension, phase, temperature }: HistogramFilter,
): boolean {
  return (
    (variant === undefined || histogram.variant === variant) &&
    (side === undefined || histogram.side === side) &&
    (extension === undefined || histogram.extension === extension) &&
    (phase === undefined || histogram.phase === phase) &&
    (temperature === undefined || histogram.temperature === temperature)
  );
}

function nameOf({ variant, side, extension, phase, temperature }: StoredHistogram): string {
  const whose = extension === undefined ? "" : ` of ${oneLine(extension)}`;
  return `${variant}${side === undefined ? "" : ` ${side}`}, ${phase}${whose}, ${temperature}`;
}
