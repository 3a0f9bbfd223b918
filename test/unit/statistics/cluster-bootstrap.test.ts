import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type Random, seededRandom } from "../../../src/shared/seeded-random.ts";
import { clusterQuantileInterval } from "../../../src/statistics/cluster-bootstrap.ts";
import { type Distribution, DistributionBuilder } from "../../../src/statistics/distributions.ts";
import { medianInterval } from "../../../src/statistics/order-statistic-interval.ts";
import { quantile } from "../../../src/statistics/quantile.ts";
import type { Interval } from "../../../src/statistics/summary.ts";
import { reference } from "./reference.ts";

function distributionOf(clusters: readonly (readonly number[])[]): Distribution {
  const builder = new DistributionBuilder("invoke", "warm");
  clusters.forEach((values, environment) => {
    for (const value of values) {
      builder.add(value, environment);
    }
  });
  return builder.build();
}

function intervalOf(
  clusters: readonly (readonly number[])[],
  random: Random,
  resamples?: number,
  permille?: number,
): Interval | undefined {
  const distribution = distributionOf(clusters);
  return clusterQuantileInterval(distribution, Float64Array.from(distribution.values).sort(), random, {
    resamples,
    permille,
  });
}

/** The same by the definition: draw, put together, sort, take the quantile. */
function plainInterval(
  clusters: readonly (readonly number[])[],
  random: Random,
  resamples: number,
  permille = 500,
): Interval {
  const medians = Float64Array.from({ length: resamples }, () => {
    const drawn = clusters.map(() => clusters[Math.floor(random() * clusters.length)] ?? []);
    return quantile(Float64Array.from(drawn.flat()).sort(), permille);
  }).sort();
  return { lowMs: quantile(medians, 25), highMs: quantile(medians, 975) };
}

describe("the interval of a quantile by resampled environments", () => {
  it("is what drawing, putting together and sorting give", () => {
    const value = fc.oneof(fc.integer({ min: 0, max: 5 }), fc.double({ min: -10, max: 100, noNaN: true }));
    const clusters = fc.array(fc.array(value, { minLength: 1, maxLength: 12 }), {
      minLength: 10,
      maxLength: 25,
    });
    fc.assert(
      fc.property(clusters, fc.integer(), fc.constantFrom(500, 900, 990), (drawn, seed, permille) => {
        const expected = plainInterval(drawn, seededRandom(seed), 100, permille);
        const found = intervalOf(drawn, seededRandom(seed), 100, permille);
        expect(found?.lowMs).toBeCloseTo(expected.lowMs, 9);
        expect(found?.highMs).toBeCloseTo(expected.highMs, 9);
      }),
      { numRuns: 200 },
    );
  });

  it("is wider where more confidence is asked for", () => {
    const [{ clusters } = { clusters: [] }] = reference.clustered;
    const distribution = distributionOf(clusters);
    const sorted = Float64Array.from(distribution.values).sort();
    const usual = clusterQuantileInterval(distribution, sorted, seededRandom(1));
    const surer = clusterQuantileInterval(distribution, sorted, seededRandom(1), { alpha: 0.01 });
    expect(surer?.lowMs).toBeLessThan(usual?.lowMs ?? Number.NaN);
    expect(surer?.highMs).toBeGreaterThan(usual?.highMs ?? Number.NaN);
  });

  it("holds where a resample's median lies far from the median", () => {
    const clusters = Array.from({ length: 10 }, (_, environment) =>
      Array.from({ length: environment === 0 ? 200 : 1 }, (_unused, index) => environment * 1000 + index),
    );
    expect(intervalOf(clusters, seededRandom(1), 500)).toEqual(plainInterval(clusters, seededRandom(1), 500));
  });

  it.each(reference.clustered)(
    "is near what NumPy gives for $clusters.length environments",
    ({ clusters, lowMs, highMs }) => {
      const found = intervalOf(clusters, seededRandom("reference"), 20_000);
      const width = highMs - lowMs;
      expect(Math.abs((found?.lowMs ?? 0) - lowMs)).toBeLessThan(0.05 * width);
      expect(Math.abs((found?.highMs ?? 0) - highMs)).toBeLessThan(0.05 * width);
    },
  );

  it("is absent below ten environments, however many samples they gave", () => {
    const clusters = Array.from({ length: 9 }, () => Array.from({ length: 500 }, (_, index) => index));
    expect(intervalOf(clusters, seededRandom(1))).toBeUndefined();
    expect(intervalOf([...clusters, [1]], seededRandom(1))).toBeDefined();
  });

  it("depends on the seed alone", () => {
    const [{ clusters } = { clusters: [] }] = reference.clustered;
    expect(intervalOf(clusters, seededRandom(3))).toEqual(intervalOf(clusters, seededRandom(3)));
  });

  it("holds the truth where an interval that takes samples for independent does not", () => {
    const random = seededRandom("clustered coverage");
    const gauss = () => Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
    const held = { resampled: 0, independent: 0 };
    const runs = 200;
    for (let run = 0; run < runs; run++) {
      const clusters = Array.from({ length: 20 }, () => {
        const level = gauss();
        return Array.from({ length: 10 }, () => level + 0.3 * gauss());
      });
      const { values } = distributionOf(clusters);
      held.resampled += holdsZero(intervalOf(clusters, random, 400)) ? 1 : 0;
      held.independent += holdsZero(medianInterval(Float64Array.from(values).sort())) ? 1 : 0;
    }
    expect(held.resampled / runs).toBeGreaterThan(0.87);
    expect(held.independent / runs).toBeLessThan(0.7);
  });
});

function holdsZero(interval: Interval | undefined): boolean {
  return interval !== undefined && interval.lowMs <= 0 && 0 <= interval.highMs;
}
