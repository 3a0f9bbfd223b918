import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { seededRandom } from "../../../src/shared/seeded-random.ts";
import { bootstrapDraws } from "../../../src/statistics/bootstrap-draws.ts";
import { quantile } from "../../../src/statistics/quantile.ts";
import {
  type ClusteredValues,
  type QuantileShift,
  type QuantileTask,
  quantileDifferences,
} from "../../../src/statistics/quantile-difference.ts";
import { drawnCount, drawnQuantile, tailOf } from "../../../src/statistics/resampled-quantiles.ts";

type Clusters = readonly (readonly number[])[];

function clustered(clusters: Clusters): ClusteredValues {
  let next = 0;
  const starts = clusters.map(({ length }) => {
    next += length;
    return next - length;
  });
  return { values: Float64Array.from(clusters.flat()), starts: Uint32Array.from(starts) };
}

function taskOf(baseline: Clusters, candidate: Clusters, changes: Partial<QuantileTask> = {}): QuantileTask {
  return {
    temperature: "warm",
    baseline: clustered(baseline),
    candidate: clustered(candidate),
    paired: false,
    permilles: [900, 990],
    seed: ["test"],
    ...changes,
  };
}

const resamples = 200;

const value = fc.oneof(fc.integer({ min: 1, max: 6 }), fc.double({ min: 0.1, max: 500, noNaN: true }));
const clustersOf = (length: number) =>
  fc.array(fc.array(value, { minLength: 2, maxLength: 6 }), { minLength: length, maxLength: length });
const pairsOfClusters = fc
  .integer({ min: 12, max: 30 })
  .chain((length) => fc.record({ baseline: clustersOf(length), candidate: clustersOf(length) }));

describe("a quantile of drawn clusters", () => {
  it("is that of their values, put together and sorted", () => {
    const clusters = fc.array(fc.array(value, { minLength: 1, maxLength: 8 }), {
      minLength: 1,
      maxLength: 25,
    });
    fc.assert(
      fc.property(clusters, fc.constantFrom(0, 500, 900, 990), fc.integer(), (drawn, permille, seed) => {
        const tail = tailOf(clustered(drawn));
        for (const counts of bootstrapDraws(drawn.length, 5, [seed])) {
          const repeated = drawn.flatMap((values, cluster) =>
            Array.from({ length: counts[cluster] ?? 0 }, () => values).flat(),
          );
          expect(drawnCount(tail, counts)).toBe(repeated.length);
          expect(drawnQuantile(tail, counts, repeated.length, permille)).toBeCloseTo(
            quantile(Float64Array.from(repeated).sort(), permille),
            9,
          );
        }
      }),
    );
  });

  it("draws as many clusters as there are, each about as often", () => {
    const draws = bootstrapDraws(50, 400, ["even"]);
    expect(draws.map((counts) => counts.reduce((sum, count) => sum + count, 0))).toEqual(
      Array.from({ length: 400 }, () => 50),
    );
    const total = Array.from({ length: 50 }, (_, cluster) =>
      draws.reduce((sum, counts) => sum + (counts[cluster] ?? 0), 0),
    );
    expect(Math.min(...total)).toBeGreaterThan(300);
    expect(Math.max(...total)).toBeLessThan(500);
  });

  it("draws the same again after other draws came between", () => {
    const first = bootstrapDraws(12, 20, ["a"]).map((counts) => [...counts]);
    bootstrapDraws(13, 20, ["a"]);
    bootstrapDraws(12, 20, ["b"]);
    bootstrapDraws(12, 21, ["a"]);
    expect(bootstrapDraws(12, 20, ["a"]).map((counts) => [...counts])).toEqual(first);
  });
});

describe.each([{ paired: true }, { paired: false }])(
  "the difference of p90 and p99, paired $paired",
  ({ paired }) => {
    const found = (baseline: Clusters, candidate: Clusters): QuantileShift[] =>
      quantileDifferences(taskOf(baseline, candidate, { paired }), resamples);

    it("is negated by swapping the sides", () => {
      fc.assert(
        fc.property(pairsOfClusters, ({ baseline, candidate }) => {
          const there = found(baseline, candidate);
          const back = found(candidate, baseline);
          expect(back.map(({ permille }) => permille)).toEqual(there.map(({ permille }) => permille));
          there.forEach(({ shift, baselineMs, candidateMs }, index) => {
            expect(back[index]?.baselineMs).toBe(candidateMs);
            expect(back[index]?.candidateMs).toBe(baselineMs);
            expect(back[index]?.shift.value).toBeCloseTo(-shift.value, 9);
            expect(back[index]?.shift.low).toBeCloseTo(-shift.high, 9);
            expect(back[index]?.shift.high).toBeCloseTo(-shift.low, 9);
          });
        }),
      );
    });

    it("scales with the values", () => {
      fc.assert(
        fc.property(pairsOfClusters, ({ baseline, candidate }) => {
          const scaled = (clusters: Clusters) => clusters.map((values) => values.map((one) => one * 4));
          const once = found(baseline, candidate);
          expect(found(scaled(baseline), scaled(candidate)).map(({ shift }) => shift)).toEqual(
            once.map(({ shift: { value: shift, low, high } }) => ({
              value: shift * 4,
              low: low * 4,
              high: high * 4,
            })),
          );
        }),
      );
    });

    it("is a constant with an interval of no width where the sides are constants", () => {
      const constant = (of: number) =>
        Array.from({ length: 30 }, () => [of, of, of, of, of, of, of, of, of, of]);
      expect(found(constant(5), constant(7))).toEqual([
        { permille: 900, baselineMs: 5, candidateMs: 7, shift: { value: 2, low: 2, high: 2 } },
        { permille: 990, baselineMs: 5, candidateMs: 7, shift: { value: 2, low: 2, high: 2 } },
      ]);
    });

    it("has an interval that holds the true difference nearly as often as it says", () => {
      const random = seededRandom("coverage", String(paired));
      const gauss = () => Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
      const side = (shift: number) =>
        Array.from({ length: 40 }, () => {
          const level = 4 * gauss();
          return Array.from({ length: 5 }, () => 100 + shift + level + 6 * gauss());
        });
      const runs = 150;
      let held = 0;
      let aboveZero = 0;
      for (let run = 0; run < runs; run++) {
        const [p90] = found(side(0), side(20));
        held += p90 !== undefined && p90.shift.low <= 20 && 20 <= p90.shift.high ? 1 : 0;
        aboveZero += p90 !== undefined && p90.shift.low > 0 ? 1 : 0;
      }
      expect(held / runs).toBeGreaterThan(0.88);
      expect(held / runs).toBeLessThan(1);
      expect(aboveZero).toBe(runs);
    });

    it("is absent where a side has too few samples beyond it, or too few environments", () => {
      const cold = (length: number) => Array.from({ length }, (_, index) => [index]);
      const permilles = (baseline: Clusters, candidate: Clusters) =>
        quantileDifferences(taskOf(baseline, candidate, { paired, temperature: "cold" }), 50).map(
          ({ permille }) => permille,
        );
      expect(permilles(cold(9), cold(9))).toEqual([]);
      expect(permilles(cold(11), cold(11))).toEqual([]);
      expect(permilles(cold(20), cold(20))).toEqual([900]);
      expect(permilles(cold(120), cold(120))).toEqual([900, 990]);
      const oneSlow = Array.from({ length: 20 }, (_, index) =>
        Array.from({ length: 30 }, () => (index === 3 ? 9 : 1)),
      );
      expect(
        quantileDifferences(taskOf(oneSlow, oneSlow, { paired }), 50).map(({ permille }) => permille),
      ).toEqual([900]);
    });

    it("depends on the seed, and on it alone", () => {
      const random = seededRandom("seeds");
      const baseline = Array.from({ length: 30 }, () => [random() * 10]);
      const candidate = Array.from({ length: 30 }, () => [random() * 10]);
      const [one, again, other] = [["a"], ["a"], ["b"]].map((seed) =>
        quantileDifferences(taskOf(baseline, candidate, { paired, temperature: "cold", seed }), resamples),
      );
      expect(again).toEqual(one);
      expect(other).not.toEqual(one);
    });
  },
);

it("draws blocks with both their sides: drift from block to block does not widen the interval", () => {
  const random = seededRandom("drift");
  const drift = Array.from({ length: 60 }, () => 50 * random());
  const side = (shift: number) => drift.map((level) => [100 + shift + level + random()]);
  const [baseline, candidate] = [side(0), side(5)];
  const width = (paired: boolean): number => {
    const [p90] = quantileDifferences(taskOf(baseline, candidate, { paired, temperature: "cold" }));
    return p90 === undefined ? Number.NaN : p90.shift.high - p90.shift.low;
  };
  expect(width(true)).toBeLessThan(width(false) / 4);
});
