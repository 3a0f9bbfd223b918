import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type Random, seededRandom } from "../../../src/shared/seeded-random.ts";
import { clusterQuantileInterval } from "../../../src/statistics/cluster-bootstrap.ts";
import { copyQuantileInterval } from "../../../src/statistics/copy-bootstrap.ts";
import { describeDistribution } from "../../../src/statistics/describe.ts";
import { type Distribution, DistributionBuilder } from "../../../src/statistics/distributions.ts";
import { medianInterval } from "../../../src/statistics/order-statistic-interval.ts";
import { quantile } from "../../../src/statistics/quantile.ts";
import type { Interval } from "../../../src/statistics/summary.ts";

/** Environments of each copy, values of each environment. */
type Copies = readonly (readonly (readonly number[])[])[];

/** Environments of the copies in turn, as a pool serves them. */
function distributionOf(copies: Copies, temperature: "cold" | "warm" = "warm"): Distribution {
  const builder = new DistributionBuilder("duration", temperature);
  const rounds = Math.max(...copies.map((environments) => environments.length));
  for (let round = 0; round < rounds; round++) {
    copies.forEach((environments, copy) => {
      for (const value of environments[round] ?? []) {
        builder.add(value, round * copies.length + copy, copy);
      }
    });
  }
  return builder.build();
}

function intervalOf(distribution: Distribution, random: Random, resamples?: number): Interval | undefined {
  const sorted = Float64Array.from(distribution.values).sort();
  return copyQuantileInterval(distribution, sorted, random, { resamples });
}

/** The same by the definition: draw copies, draw environments of each, put together, sort, take the median. */
function plainInterval(copies: Copies, random: Random, resamples: number): Interval {
  const picked = <T>(items: readonly T[]) => items.map(() => items[Math.floor(random() * items.length)] as T);
  const medians = Float64Array.from({ length: resamples }, () => {
    // Environments are drawn copy by copy, before the next copy is.
    const values = copies.map(() => {
      const environments = copies[Math.floor(random() * copies.length)] ?? [];
      return picked(environments).flat();
    });
    return quantile(Float64Array.from(values.flat()).sort(), 500);
  }).sort();
  return { lowMs: quantile(medians, 25), highMs: quantile(medians, 975) };
}

const gaussOf = (random: Random) => () =>
  Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());

describe("the interval of a median by resampled copies", () => {
  it("is what drawing copies, then environments, putting together and sorting give", () => {
    const value = fc.oneof(fc.integer({ min: 0, max: 5 }), fc.double({ min: -10, max: 100, noNaN: true }));
    const environments = fc.array(fc.array(value, { minLength: 1, maxLength: 5 }), {
      minLength: 1,
      maxLength: 8,
    });
    fc.assert(
      fc.property(fc.array(environments, { minLength: 2, maxLength: 6 }), fc.integer(), (copies, seed) => {
        const expected = plainInterval(copies, seededRandom(seed), 100);
        const found = intervalOf(distributionOf(copies), seededRandom(seed), 100);
        expect(found?.lowMs).toBeCloseTo(expected.lowMs, 9);
        expect(found?.highMs).toBeCloseTo(expected.highMs, 9);
      }),
      { numRuns: 200 },
    );
  });

  it("is absent where there is one copy", () => {
    const copies = [Array.from({ length: 20 }, (_, index) => [index])];
    expect(intervalOf(distributionOf(copies), seededRandom(1))).toBeUndefined();
  });

  it("depends on the seed alone", () => {
    const distribution = distributionOf([
      [[1], [2], [4]],
      [[3], [5], [9]],
    ]);
    expect(intervalOf(distribution, seededRandom(3))).toEqual(intervalOf(distribution, seededRandom(3)));
  });

  it("spans the copies where they differ by far more than their environments", () => {
    const copies = [100, 200, 300].map((level) =>
      Array.from({ length: 10 }, (_, index) => [level + index / 10]),
    );
    const found = intervalOf(distributionOf(copies), seededRandom(1));
    expect(found?.lowMs).toBeLessThan(102);
    expect(found?.highMs).toBeGreaterThan(299);
  });
});

describe("the interval of a summary", () => {
  const gauss = gaussOf(seededRandom("copies"));
  const cold = (copyCount: number, spread: number) =>
    distributionOf(
      Array.from({ length: copyCount }, () => {
        const level = spread * gauss();
        return Array.from({ length: 8 }, () => [level + gauss()]);
      }),
      "cold",
    );

  it("holds that of order statistics and, of several copies, that of resampled copies", () => {
    for (let run = 0; run < 20; run++) {
      const distribution = cold(3, run / 10);
      const sorted = Float64Array.from(distribution.values).sort();
      const own = describeDistribution(distribution, seededRandom(run)).p50Interval;
      const parts = [medianInterval(sorted), copyQuantileInterval(distribution, sorted, seededRandom(run))];
      expect(own).toEqual({
        lowMs: Math.min(...parts.map((part) => part?.lowMs ?? Number.NaN)),
        highMs: Math.max(...parts.map((part) => part?.highMs ?? Number.NaN)),
      });
    }
  });

  it("is that of one function where there is one copy", () => {
    const distribution = cold(1, 1);
    const sorted = Float64Array.from(distribution.values).sort();
    expect(describeDistribution(distribution, seededRandom(1)).p50Interval).toEqual(medianInterval(sorted));
  });

  it("is never narrower for copies of warm environments", () => {
    const copies = Array.from({ length: 3 }, () => {
      const level = gauss();
      return Array.from({ length: 5 }, () => [level + gauss(), level + gauss()]);
    });
    const distribution = distributionOf(copies);
    const sorted = Float64Array.from(distribution.values).sort();
    const plain = clusterQuantileInterval(distribution, sorted, seededRandom(5));
    const own = describeDistribution(distribution, seededRandom(5)).p50Interval;
    expect(own?.lowMs).toBeLessThanOrEqual(plain?.lowMs ?? Number.NaN);
    expect(own?.highMs).toBeGreaterThanOrEqual(plain?.highMs ?? Number.NaN);
  });

  it("holds the truth more often than order statistics where copies differ", () => {
    const held = { copies: 0, order: 0 };
    const runs = 200;
    for (let run = 0; run < runs; run++) {
      const distribution = cold(8, 1.5);
      const sorted = Float64Array.from(distribution.values).sort();
      const random = seededRandom("coverage", run);
      held.copies += holdsZero(copyQuantileInterval(distribution, sorted, random, { resamples: 300 }))
        ? 1
        : 0;
      held.order += holdsZero(medianInterval(sorted)) ? 1 : 0;
    }
    expect(held.copies / runs).toBeGreaterThan(0.85);
    expect(held.order / runs).toBeLessThan(0.7);
  });
});

function holdsZero(interval: Interval | undefined): boolean {
  return interval !== undefined && interval.lowMs <= 0 && 0 <= interval.highMs;
}
