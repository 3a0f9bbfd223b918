import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { medianInterval } from "../../../src/statistics/order-statistic-interval.ts";
import { quantileInterval, quantileRanks } from "../../../src/statistics/quantile-interval.ts";

/** P(B ≤ k) for B binomial (n, p), by the definition. */
function cumulated(k: number, n: number, p: number): number {
  let logMass = n * Math.log(1 - p);
  let all = 0;
  for (let i = 0; i <= k; i++) {
    all += Math.exp(logMass);
    logMass += Math.log(((n - i) / (i + 1)) * (p / (1 - p)));
  }
  return all;
}

describe("the interval of a quantile by order statistics", () => {
  test("is that of the median at 95 %", () => {
    for (let n = 0; n <= 80; n++) {
      const sorted = Float64Array.from({ length: n }, (_, index) => index + 1);
      const found = quantileInterval(sorted, 500, 0.05);
      const expected = medianInterval(sorted);
      expect(found).toEqual({
        low: expected?.lowMs ?? Number.NEGATIVE_INFINITY,
        high: expected?.highMs ?? Number.POSITIVE_INFINITY,
      });
    }
  });

  test("has the narrowest ranks whose ends are each wrong in at most half of the error", () => {
    const count = fc.integer({ min: 1, max: 400 });
    const permille = fc.constantFrom(500, 900, 950, 990);
    const alpha = fc.constantFrom(0.05, 0.01, 0.2);
    fc.assert(
      fc.property(count, permille, alpha, (n, quantile, error) => {
        const p = quantile / 1000;
        const { low, high } = quantileRanks(n, quantile, error);
        const tooHigh = (rank: number) => cumulated(rank - 1, n, p);
        const tooLow = (rank: number) => 1 - cumulated(rank - 1, n, p);
        expect(low === 0 ? 0 : tooHigh(low)).toBeLessThanOrEqual(error / 2 + 1e-9);
        expect(tooHigh(low + 1)).toBeGreaterThan(error / 2 - 1e-9);
        expect(high === n + 1 ? 0 : tooLow(high)).toBeLessThanOrEqual(error / 2 + 1e-9);
        expect(tooLow(high - 1)).toBeGreaterThan(error / 2 - 1e-9);
      }),
    );
  });

  test.each([
    [900, 36],
    [950, 72],
    [990, 368],
  ])("of the %i thousandths has an upper end from %i values on", (permille, least) => {
    const high = (n: number) => quantileInterval(new Float64Array(n), permille, 0.05).high;
    expect(high(least)).toBe(0);
    expect(high(least - 1)).toBe(Number.POSITIVE_INFINITY);
  });

  test("holds for as many values as a run can have", () => {
    const { low, high } = quantileRanks(1_000_000, 990, 0.05);
    // 1.96 √(n p (1 − p)) is 195.
    expect(990_000 - low).toBeGreaterThan(190);
    expect(990_000 - low).toBeLessThan(200);
    expect(high - 990_000).toBeGreaterThan(190);
    expect(high - 990_000).toBeLessThan(200);
  });
});
