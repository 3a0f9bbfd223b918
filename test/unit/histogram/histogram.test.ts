import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  addHistogram,
  countOf,
  decodeHistogram,
  emptyHistogram,
  encodeHistogram,
  type Histogram,
  percentileMs,
  percentileText,
  recordMs,
} from "../../../src/histogram/histogram.ts";
import { InputError } from "../../../src/shared/errors.ts";

function histogramOf(values: Iterable<number>): Histogram {
  const histogram = emptyHistogram();
  for (const value of values) {
    recordMs(histogram, value);
  }
  return histogram;
}

const durations = fc.array(fc.double({ min: 0.001, max: 3_600_000, noNaN: true }), {
  minLength: 1,
  maxLength: 60,
});

describe("a histogram", () => {
  it("that two were added to equals one in which all was recorded", () => {
    fc.assert(
      fc.property(durations, durations, (first, second) => {
        const merged = histogramOf(first);
        addHistogram(merged, histogramOf(second));
        expect(encodeHistogram(merged)).toBe(encodeHistogram(histogramOf([...first, ...second])));
      }),
      { numRuns: 50 },
    );
  });

  it("gives percentiles within a thousandth of the exact order statistic", () => {
    const inMicroseconds = fc.array(fc.integer({ min: 1, max: 3_600_000_000 }), {
      minLength: 1,
      maxLength: 60,
    });
    fc.assert(
      fc.property(inMicroseconds, fc.integer({ min: 1, max: 100 }), (values, percentile) => {
        const sorted = values.map((us) => us / 1000).sort((a, b) => a - b);
        const exact = sorted[Math.max(1, Math.ceil((percentile * sorted.length) / 100)) - 1] ?? Number.NaN;
        const found = percentileMs(histogramOf(sorted), percentile);
        expect(Math.abs(found - exact) / exact).toBeLessThanOrEqual(0.001);
      }),
      { numRuns: 200 },
    );
  });

  it("counts what lies outside its range at its ends", () => {
    const histogram = histogramOf([-1, 0, 0.0001, 4_000_000]);
    expect(countOf(histogram)).toBe(4);
    expect(percentileMs(histogram, 50)).toBe(0.001);
    expect(percentileMs(histogram, 100) / 3_600_000).toBeCloseTo(1, 3);
  });

  it("survives encoding and decoding", () => {
    fc.assert(
      fc.property(durations, (values) => {
        const encoded = encodeHistogram(histogramOf(values));
        const decoded = decodeHistogram(encoded, "test");
        expect(countOf(decoded)).toBe(values.length);
        expect(encodeHistogram(decoded)).toBe(encoded);
      }),
      { numRuns: 50 },
    );
  });

  it("is encoded as V2 compressed, in bytes that depend on no compressor", () => {
    const bytes = Buffer.from(encodeHistogram(histogramOf([1, 2, 3])), "base64");
    expect(bytes.readUInt32BE(0)).toBe(0x1c849314);
    expect(bytes.readUInt32BE(4)).toBe(bytes.length - 8);
    expect(bytes.subarray(8, 11).toString("hex")).toBe("780101");
  });

  it("is read as another port of HdrHistogram wrote it", () => {
    // Encoded by the Python port, hdrhistogram 0.10.8: 1 ms and 2 ms a hundred times each, 100 ms once.
    const foreign = "HISTFAAAACp4nJNpmSzMwMDAzQABzFCaEURcm7yEwf4DROA8/wnGs0A8MZIJAKFeCMo=";
    const histogram = decodeHistogram(foreign, "test");
    expect(countOf(histogram)).toBe(201);
    expect(percentileMs(histogram, 100) / 100).toBeCloseTo(1, 3);
  });

  it("refuses what is no histogram and says where it stood", () => {
    const decoding = () => decodeHistogram("bm90IGEgaGlzdG9ncmFt", "histograms.json histograms[3].data");
    expect(decoding).toThrow(InputError);
    expect(decoding).toThrow(
      "histograms.json histograms[3].data: expected a V2 compressed HDR histogram in base64, got",
    );
  });
});

describe("the percentile distribution as text", () => {
  const text = percentileText(encodeHistogram(histogramOf([1, 2, 2, 3, 100])), "test");

  it("has the columns, the values in milliseconds and the footer that HdrHistogram's plotter reads", () => {
    expect(text).toBe(
      [
        "       Value     Percentile TotalCount 1/(1-Percentile)",
        "",
        "       1.000 0.000000000000          1           1.00",
        "       1.000 0.100000000000          1           1.11",
        "       1.000 0.200000000000          1           1.25",
        "       2.000 0.300000000000          3           1.43",
        "       2.000 0.400000000000          3           1.67",
        "       2.000 0.500000000000          3           2.00",
        "       2.000 0.550000000000          3           2.22",
        "       2.000 0.600000000000          3           2.50",
        "       3.001 0.650000000000          4           2.86",
        "       3.001 0.700000000000          4           3.33",
        "       3.001 0.750000000000          4           4.00",
        "       3.001 0.775000000000          4           4.44",
        "       3.001 0.800000000000          4           5.00",
        "     100.031 0.825000000000          5           5.71",
        "     100.031 1.000000000000          5",
        "#[Mean    =       21.600, StdDeviation   =       39.205]",
        "#[Max     =      100.031, Total count    =            5]",
        "#[Buckets =           22, SubBuckets     =         2048]",
        "",
      ].join("\n"),
    );
  });

  it("gives the plotter a series that ends at the largest value", () => {
    const points = text.split("\n").flatMap((line) => {
      const cells = line.trim().split(/ +/);
      return line.startsWith("#") || cells.length !== 4 || Number.isNaN(Number(cells[0]))
        ? []
        : [cells.map(Number)];
    });
    expect(points.length).toBeGreaterThan(5);
    const values = points.map(([value = Number.NaN]) => value);
    expect(values).toEqual([...values].sort((a, b) => a - b));
  });
});
