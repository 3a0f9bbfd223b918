import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { z } from "zod";
import { seededRandom } from "../../../src/shared/seeded-random.ts";
import { clusterQuantileInterval } from "../../../src/statistics/cluster-bootstrap.ts";
import { spentLevels } from "../../../src/statistics/error-spending.ts";
import { pairedShift, twoSampleShift } from "../../../src/statistics/hodges-lehmann.ts";
import { holm } from "../../../src/statistics/holm.ts";
import { upperQuantile } from "../../../src/statistics/normal.ts";
import { medianInterval } from "../../../src/statistics/order-statistic-interval.ts";
import { swappedShift } from "../../../src/statistics/swapped-pairs.ts";

const numbers = z.array(z.number());
const twoSamples = () =>
  z.array(
    z.object({
      name: z.string(),
      baseline: numbers,
      candidate: numbers,
      value: z.number(),
      p: z.number(),
      intervals,
    }),
  );
const intervals = z.array(
  z.object({ alpha: z.number(), low: z.number().nullable(), high: z.number().nullable() }),
);
const golden = z
  .object({
    paired: z.array(
      z.object({
        name: z.string(),
        differences: numbers,
        value: z.number(),
        p: z.number(),
        intervals,
      }),
    ),
    twoSamples: twoSamples(),
    swapped: twoSamples(),
    holm: z.array(z.object({ ps: numbers, holm: numbers })),
    medianIntervals: z.array(z.object({ values: numbers, low: z.number(), high: z.number() })),
    bootstrap: z.array(z.object({ values: numbers, low: z.number(), high: z.number() })),
    spending: z.array(z.object({ fractions: numbers, alpha: z.number(), boundaries: numbers })),
  })
  .parse(JSON.parse(readFileSync("test/golden/statistics/scipy.json", "utf8")));

describe("what SciPy says of the same values (test/golden/statistics/make-scipy.py)", () => {
  it.each(golden.paired)("holds for paired differences: $name", ({ differences, value, p, intervals }) => {
    for (const { alpha, low, high } of intervals) {
      const shift = pairedShift(Float64Array.from(differences), alpha);
      expect(shift.value).toBeCloseTo(value, 10);
      expect(shift.low).toBeCloseTo(low ?? Number.NEGATIVE_INFINITY, 10);
      expect(shift.high).toBeCloseTo(high ?? Number.POSITIVE_INFINITY, 10);
      expect(shift.p).toBeCloseTo(p, 10);
    }
  });

  it.each(golden.twoSamples)(
    "holds for two samples: $name",
    ({ baseline, candidate, value, p, intervals }) => {
      const strata = [{ baseline: Float64Array.from(baseline), candidate: Float64Array.from(candidate) }];
      const shift = twoSampleShift(strata, 0.05);
      expect(shift.value).toBeCloseTo(value, 10);
      expect(shift.p).toBeCloseTo(p, 10);
      for (const { alpha, low, high } of intervals) {
        const { low: from, high: to } = twoSampleShift(strata, alpha);
        expect([from, to]).toEqual([low ?? Number.NEGATIVE_INFINITY, high ?? Number.POSITIVE_INFINITY]);
      }
    },
  );

  it.each(golden.swapped)("holds for pairs that may change places: $name", (given) => {
    const pairs = {
      baseline: Float64Array.from(given.baseline),
      candidate: Float64Array.from(given.candidate),
    };
    const shift = swappedShift(pairs, 0.05);
    expect(shift.value).toBeCloseTo(given.value, 10);
    expect(shift.p).toBeCloseTo(given.p, 10);
    for (const { alpha, low, high } of given.intervals) {
      const found = swappedShift(pairs, alpha);
      expect(found.low).toBeCloseTo(low ?? Number.NEGATIVE_INFINITY, 10);
      expect(found.high).toBeCloseTo(high ?? Number.POSITIVE_INFINITY, 10);
    }
  });

  it.each(golden.spending)("holds for looks at $fractions", ({ fractions, alpha, boundaries }) => {
    for (const [look, level] of spentLevels(fractions, alpha).entries()) {
      // SciPy integrates over up to five dimensions by quasi-random points.
      expect(upperQuantile(level / 2)).toBeCloseTo(boundaries[look] ?? Number.NaN, 3);
    }
  });

  it.each(golden.holm)("holds for adjusted p-values of $ps", ({ ps, holm: adjusted }) => {
    for (const [index, p] of holm(ps).entries()) {
      expect(p).toBeCloseTo(adjusted[index] ?? Number.NaN, 12);
    }
  });

  it.each(golden.medianIntervals)("holds for intervals between order statistics", ({ values, low, high }) => {
    expect(medianInterval(Float64Array.from(values))).toEqual({ lowMs: low, highMs: high });
  });

  it.each(golden.bootstrap)("holds for resampled medians, within what resampling differs", (given) => {
    const values = Float64Array.from(given.values);
    const starts = Uint32Array.from(values.keys());
    const distribution = { phase: "invoke", temperature: "warm", values, starts } as const;
    const sorted = Float64Array.from(values).sort();
    const interval = clusterQuantileInterval(distribution, sorted, seededRandom(1), { resamples: 20_000 });
    // Medians of resamples lie on a few order statistics and their middles: a neighbour is the least that an end can move.
    const step = Math.max(...sorted.subarray(1).map((value, index) => value - (sorted[index] ?? 0))) / 2;
    expect(Math.abs((interval?.lowMs ?? Number.NaN) - given.low)).toBeLessThanOrEqual(step);
    expect(Math.abs((interval?.highMs ?? Number.NaN) - given.high)).toBeLessThanOrEqual(step);
  });
});
