import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { pairedShift, twoSampleShift } from "../../../src/statistics/hodges-lehmann.ts";
import { quantile } from "../../../src/statistics/quantile.ts";
import { signedRankBound } from "../../../src/statistics/signed-rank.ts";

/** Quarters: sums of them are exact, and ties are many. */
const value = fc.integer({ min: -400, max: 400 }).map((quarters) => quarters / 4);
const values = (minLength: number, maxLength = 40) =>
  fc.array(value, { minLength, maxLength }).map((list) => Float64Array.from(list));
const alphas = fc.constantFrom(0.5, 0.05, 0.0025, 1e-5);

describe("the shift of paired differences", () => {
  it("is what all Walsh averages, made and sorted, give", () => {
    fc.assert(
      fc.property(values(1), alphas, (differences, alpha) => {
        const averages = walsh(differences);
        const bound = Math.min(
          signedRankBound(differences.length, alpha),
          Math.floor((averages.length + 1) / 2),
        );
        const { value: centre, low, high } = pairedShift(differences, alpha);
        expect(centre).toBe(quantile(averages, 500));
        expect(low).toBe(bound === 0 ? Number.NEGATIVE_INFINITY : averages[bound - 1]);
        expect(high).toBe(bound === 0 ? Number.POSITIVE_INFINITY : averages[averages.length - bound]);
      }),
    );
  });

  it("is negated when the sides are swapped", () => {
    fc.assert(
      fc.property(values(1), alphas, (differences, alpha) => {
        const shift = pairedShift(differences, alpha);
        const swapped = pairedShift(
          differences.map((difference) => -difference),
          alpha,
        );
        expect(swapped.value).toBeCloseTo(-shift.value, 12);
        expect([swapped.low, swapped.high]).toEqual([0 - shift.high, 0 - shift.low]);
        expect(swapped.p).toBeCloseTo(shift.p, 12);
      }),
    );
  });

  it("grows as the values grow, and moves as they move", () => {
    fc.assert(
      fc.property(values(1), alphas, (differences, alpha) => {
        const { low, value: centre, high } = pairedShift(differences, alpha);
        const doubled = pairedShift(
          differences.map((difference) => difference * 2),
          alpha,
        );
        const moved = pairedShift(
          differences.map((difference) => difference + 8),
          alpha,
        );
        expect([doubled.low, doubled.value, doubled.high]).toEqual([low * 2, centre * 2, high * 2]);
        expect([moved.low, moved.value, moved.high]).toEqual([low + 8, centre + 8, high + 8]);
      }),
    );
  });

  it("does not depend on the order, lies in its interval, and has a wider one for less error", () => {
    fc.assert(
      fc.property(values(1), (differences) => {
        const shift = pairedShift(differences, 0.05);
        expect(pairedShift(differences.toReversed(), 0.05)).toEqual(shift);
        expect(shift.low).toBeLessThanOrEqual(shift.value);
        expect(shift.high).toBeGreaterThanOrEqual(shift.value);
        const wider = pairedShift(differences, 0.001);
        expect(wider.low).toBeLessThanOrEqual(shift.low);
        expect(wider.high).toBeGreaterThanOrEqual(shift.high);
      }),
    );
  });

  it("has no interval where nothing supports one, and none at all of nothing", () => {
    expect(pairedShift(new Float64Array(), 0.05)).toEqual({
      value: Number.NaN,
      low: Number.NEGATIVE_INFINITY,
      high: Number.POSITIVE_INFINITY,
      p: 1,
    });
    for (const differences of [[3], [3, 4], [3, 4, 5, 6, 7]]) {
      const { low, high } = pairedShift(Float64Array.from(differences), 0.05);
      expect([low, high]).toEqual([Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY]);
    }
    expect(pairedShift(Float64Array.of(1, 2, 3, 4, 5, 6), 0.05)).toMatchObject({ low: 1, high: 6 });
  });

  it("of constants is the constant, without any doubt where there are enough", () => {
    const same = new Float64Array(30).fill(2.5);
    expect(pairedShift(same, 0.0025)).toMatchObject({ value: 2.5, low: 2.5, high: 2.5 });
    expect(pairedShift(new Float64Array(30), 0.0025)).toEqual({ value: 0, low: 0, high: 0, p: 1 });
  });

  it("needs no more than its own values of a thousand differences", () => {
    const many = Float64Array.from({ length: 1000 }, (_, index) => ((index * 7919) % 1009) / 8);
    expect(pairedShift(many, 0.05).value).toBe(quantile(walsh(many), 500));
  });
});

describe("the shift of two samples", () => {
  it("is what all differences, made and sorted, give", () => {
    fc.assert(
      fc.property(values(1, 30), values(1, 30), alphas, (baseline, candidate, alpha) => {
        const all = differencesOf(baseline, candidate);
        const shift = twoSampleShift([{ baseline, candidate }], alpha);
        expect(shift.value).toBe(quantile(all, 500));
        for (const end of [shift.low, shift.high]) {
          expect(Number.isFinite(end) ? all.includes(end) : true).toBe(true);
        }
        expect(shift.low).toBeLessThanOrEqual(shift.value);
        expect(shift.high).toBeGreaterThanOrEqual(shift.value);
      }),
    );
  });

  it("is negated when the sides are swapped, and doubled with the values", () => {
    fc.assert(
      fc.property(values(1, 30), values(1, 30), (baseline, candidate) => {
        const shift = twoSampleShift([{ baseline, candidate }], 0.05);
        const swapped = twoSampleShift([{ baseline: candidate, candidate: baseline }], 0.05);
        expect([swapped.low, swapped.high]).toEqual([0 - shift.high, 0 - shift.low]);
        expect(swapped.p).toBeCloseTo(shift.p, 10);
        const twice = (list: Float64Array) => list.map((each) => each * 2);
        const doubled = twoSampleShift([{ baseline: twice(baseline), candidate: twice(candidate) }], 0.05);
        expect([doubled.low, doubled.high]).toEqual([shift.low * 2, shift.high * 2]);
      }),
    );
  });

  it("compares strata within themselves: what lies between them does not count", () => {
    const counts = [
      { drift: 0, baselines: 20, candidates: 6 },
      { drift: 1000, baselines: 6, candidates: 20 },
    ];
    const strata = counts.map(({ drift, baselines, candidates }) => ({
      baseline: Float64Array.from({ length: baselines }, (_, index) => drift + (index % 5)),
      candidate: Float64Array.from({ length: candidates }, (_, index) => drift + (index % 5) + 30),
    }));
    const shift = twoSampleShift(strata, 0.05);
    expect(shift.value).toBe(30);
    expect(shift.low).toBeGreaterThan(0);
    const pooled = twoSampleShift(
      [
        {
          baseline: Float64Array.from(strata.flatMap(({ baseline }) => [...baseline])),
          candidate: Float64Array.from(strata.flatMap(({ candidate }) => [...candidate])),
        },
      ],
      0.05,
    );
    expect(pooled.value).toBeGreaterThan(100);
  });

  it("has none where a side is empty", () => {
    const shift = twoSampleShift([{ baseline: new Float64Array(), candidate: Float64Array.of(1, 2) }], 0.05);
    expect(shift).toMatchObject({ low: Number.NEGATIVE_INFINITY, high: Number.POSITIVE_INFINITY, p: 1 });
  });
});

function walsh(values: Float64Array): Float64Array {
  const averages: number[] = [];
  for (const [index, one] of values.entries()) {
    for (const other of values.subarray(index)) {
      averages.push((one + other) / 2);
    }
  }
  return Float64Array.from(averages).sort();
}

function differencesOf(baseline: Float64Array, candidate: Float64Array): Float64Array {
  return Float64Array.from([...candidate].flatMap((one) => [...baseline].map((other) => one - other))).sort();
}
