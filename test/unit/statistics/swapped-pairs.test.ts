import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { seededRandom } from "../../../src/shared/seeded-random.ts";
import { pairedShift } from "../../../src/statistics/hodges-lehmann.ts";
import { upperQuantile } from "../../../src/statistics/normal.ts";
import type { Pairs } from "../../../src/statistics/pair-blocks.ts";
import { swappedShift } from "../../../src/statistics/swapped-pairs.ts";

/** Quarters: differences of them are exact, and ties are many. */
const value = fc.integer({ min: -400, max: 400 }).map((quarters) => quarters / 4);
const pairs = fc.array(fc.tuple(value, value), { minLength: 1, maxLength: 40 }).map(
  (list): Pairs => ({
    baseline: Float64Array.from(list, ([one]) => one),
    candidate: Float64Array.from(list, ([, other]) => other),
  }),
);
const alphas = fc.constantFrom(0.5, 0.05, 0.0025);

function mapped({ baseline, candidate }: Pairs, change: (value: number) => number): Pairs {
  return { baseline: baseline.map(change), candidate: candidate.map(change) };
}

/** Pairs with a noise in common and one of their own, and now and then an outlier. */
function drawn(count: number, seed: number, shift: number, { outliers = 0, inCommon = 2 } = {}): Pairs {
  const random = seededRandom("pairs", seed);
  const normal = () => upperQuantile(1 - random());
  const common = Float64Array.from({ length: count }, () => 100 + inCommon * normal());
  const side = (plus: number) =>
    common.map((level) => level + plus + normal() + (random() < outliers ? 60 * random() : 0));
  return { baseline: side(0), candidate: side(shift) };
}

describe("the shift of pairs whose values might change places", () => {
  it("is negated when the sides are swapped", () => {
    fc.assert(
      fc.property(pairs, alphas, (given, alpha) => {
        const there = swappedShift(given, alpha);
        const back = swappedShift({ baseline: given.candidate, candidate: given.baseline }, alpha);
        expect([0 - back.high, 0 - back.value, 0 - back.low]).toEqual([
          there.low,
          0 + there.value,
          there.high,
        ]);
        expect(back.p).toBeCloseTo(there.p, 12);
      }),
    );
  });

  it("grows as the values grow, and stays where both sides move", () => {
    fc.assert(
      fc.property(pairs, alphas, (given, alpha) => {
        const { low, value: centre, high } = swappedShift(given, alpha);
        const doubled = swappedShift(
          mapped(given, (one) => 2 * one),
          alpha,
        );
        const moved = swappedShift(
          mapped(given, (one) => one + 8),
          alpha,
        );
        expect([doubled.low, doubled.value, doubled.high]).toEqual([2 * low, 2 * centre, 2 * high]);
        expect([moved.low, moved.value, moved.high]).toEqual([low, centre, high]);
      }),
    );
  });

  it("does not depend on the order, lies in its interval, and has a wider one for less error", () => {
    fc.assert(
      fc.property(pairs, (given) => {
        const shift = swappedShift(given, 0.05);
        const reversed = { baseline: given.baseline.toReversed(), candidate: given.candidate.toReversed() };
        expect(swappedShift(reversed, 0.05)).toEqual(shift);
        expect(shift.low).toBeLessThanOrEqual(shift.value);
        expect(shift.high).toBeGreaterThanOrEqual(shift.value);
        const wider = swappedShift(given, 0.001);
        expect(wider.low).toBeLessThanOrEqual(shift.low);
        expect(wider.high).toBeGreaterThanOrEqual(shift.high);
      }),
    );
  });

  it("has no interval where nothing supports one, and none at all of nothing", () => {
    const none = { low: Number.NEGATIVE_INFINITY, high: Number.POSITIVE_INFINITY };
    expect(swappedShift({ baseline: new Float64Array(), candidate: new Float64Array() }, 0.05)).toEqual({
      value: Number.NaN,
      ...none,
      p: 1,
    });
    for (const count of [1, 2, 5]) {
      expect(swappedShift(drawn(count, 1, 50), 0.05)).toMatchObject(none);
    }
    expect(swappedShift(drawn(6, 1, 50), 0.05).low).toBeGreaterThan(0);
  });

  it("is none of constants", () => {
    const constant = { baseline: new Float64Array(30).fill(7), candidate: new Float64Array(30).fill(7) };
    expect(swappedShift(constant, 0.0025)).toEqual({ value: 0, low: 0, high: 0, p: 1 });
    const moved = { ...constant, candidate: new Float64Array(30).fill(9) };
    expect(swappedShift(moved, 0.0025)).toMatchObject({ value: 2, low: 2, high: 2 });
  });

  it("makes use of what pairs have in common, and is hardly touched by outliers: beside differences within pairs", () => {
    const width = ({ low, high }: { low: number; high: number }) => high - low;
    const ofDifferences = ({ baseline, candidate }: Pairs) =>
      pairedShift(
        candidate.map((one, index) => one - (baseline[index] ?? 0)),
        0.01,
      );
    const quiet = drawn(200, 3, 1);
    const loud = drawn(200, 3, 1, { outliers: 0.2, inCommon: 0.5 });
    expect(width(swappedShift(quiet, 0.01))).toBeLessThan(1.35 * width(ofDifferences(quiet)));
    expect(width(swappedShift(loud, 0.01))).toBeLessThan(0.75 * width(ofDifferences(loud)));
  });

  it("excludes nothing as often as allowed where there is nothing, also far out", () => {
    const comparisons = 4000;
    const count = (pairsOf: number, alpha: number) =>
      Array.from({ length: comparisons }, (_, seed) =>
        swappedShift(drawn(pairsOf, seed, 0, { outliers: 0.1 }), alpha),
      ).filter(({ low, high }) => low > 0 || high < 0).length;
    // Four standard errors of a share.
    const most = (alpha: number) => comparisons * alpha + 4 * Math.sqrt(comparisons * alpha);
    expect(count(12, 0.05)).toBeLessThan(most(0.05));
    expect(count(30, 0.05)).toBeLessThan(most(0.05));
    expect(count(30, 0.0025)).toBeLessThan(most(0.0025));
  });
});
