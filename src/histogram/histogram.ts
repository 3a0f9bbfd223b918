import { inflateSync } from "node:zlib";
import {
  build,
  decodeFromCompressedBase64,
  encodeIntoCompressedBase64,
  type Histogram as HdrHistogram,
} from "hdr-histogram-js";
import { InputError, messageOf } from "../shared/errors.ts";
import { storedZlib } from "./stored-zlib.ts";

/** Counts of durations in buckets no wider than a thousandth of their value, from 1 µs to 1 h. */
export type Histogram = HdrHistogram;

/** The smallest and the largest recorded value, and the precision between them. */
export const range = { lowestUs: 1, highestUs: 3_600_000_000, significantDigits: 3 } as const;

/** An empty histogram. Source of the data structure: Gil Tene, HdrHistogram, http://hdrhistogram.org. */
export function emptyHistogram(): Histogram {
  return build({
    bitBucketSize: 32,
    autoResize: false,
    lowestDiscernibleValue: range.lowestUs,
    highestTrackableValue: range.highestUs,
    numberOfSignificantValueDigits: range.significantDigits,
  });
}

/** Counts a duration in milliseconds. Below 1 µs it counts as 1 µs, above 1 h as 1 h. */
export function recordMs(histogram: Histogram, ms: number): void {
  histogram.recordValue(Math.min(range.highestUs, Math.max(range.lowestUs, Math.round(ms * 1000))));
}

/** Adds the counts of `other`: the same as if all had been recorded in `histogram`. */
export function addHistogram(histogram: Histogram, other: Histogram): void {
  histogram.add(other);
}

/** Number of recorded durations. */
export function countOf(histogram: Histogram): number {
  return histogram.totalCount;
}

/**
 * The smallest duration in milliseconds, to three significant digits, that `percentile` per cent of the recorded
 * ones do not exceed.
 */
export function percentileMs(histogram: Histogram, percentile: number): number {
  return histogram.getValueAtPercentile(percentile) / 1000;
}

/**
 * HdrHistogram's V2 compressed encoding in base64, which all its ports read. The payload is deflated in stored blocks,
 * so that equal histograms give equal text on every machine.
 */
export function encodeHistogram(histogram: Histogram): string {
  const compressed = Buffer.from(encodeIntoCompressedBase64(histogram), "base64");
  const payload = storedZlib(inflateSync(compressed.subarray(8, 8 + compressed.readInt32BE(4))));
  const header = Buffer.from(compressed.subarray(0, 8));
  header.writeInt32BE(payload.length, 4);
  return Buffer.concat([header, payload]).toString("base64");
}

/** Reads what `encodeHistogram`, or another port of HdrHistogram, has written. @throws InputError naming `place`. */
export function decodeHistogram(data: string, place: string): Histogram {
  try {
    return decodeFromCompressedBase64(data, 32);
  } catch (error) {
    const message = `expected a V2 compressed HDR histogram in base64, got ${messageOf(error)}`;
    throw new InputError([{ place, message }], { cause: error });
  }
}

/**
 * The percentile distribution of an encoded histogram in milliseconds as text (`.hgrm`), which HdrHistogram's plotter
 * reads: http://hdrhistogram.github.io/HdrHistogram/plotFiles.html. @throws InputError naming `place`.
 */
export function percentileText(data: string, place: string): string {
  const ticksPerHalfDistance = 5;
  return decodeHistogram(data, place).outputPercentileDistribution(ticksPerHalfDistance, 1000);
}
