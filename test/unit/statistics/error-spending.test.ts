import { describe, expect, it } from "vitest";
import { seededRandom } from "../../../src/shared/seeded-random.ts";
import { levelsUnder, spentLevels } from "../../../src/statistics/error-spending.ts";
import { upperQuantile, upperTail } from "../../../src/statistics/normal.ts";

const five = [0.2, 0.4, 0.6, 0.8, 1];

describe("the levels of planned looks", () => {
  it("are the boundaries that the literature gives for five looks at 5 %", () => {
    const alpha = 0.05;
    const boundaries = levelsUnder(five, (fraction) =>
      fraction === 1 ? alpha : 4 * upperTail(upperQuantile(alpha / 4) / Math.sqrt(fraction)),
    ).map((level) => upperQuantile(level / 2));
    // O'Brien and Fleming's type: D. M. Reboussin et al., "Computations for group sequential boundaries using the Lan–DeMets spending function method" (2000).
    const published = [4.8769, 3.3569, 2.6803, 2.2898, 2.031];
    for (const [look, boundary] of boundaries.entries()) {
      expect(boundary).toBeCloseTo(published[look] ?? Number.NaN, 3);
    }
  });

  it("is the whole error for one look at the end, and less for one before", () => {
    expect(spentLevels([1], 0.005)[0]).toBeCloseTo(0.005, 12);
    expect(spentLevels([0.7], 0.005)[0]).toBeCloseTo(0.005 * 0.7 ** 3, 12);
  });

  it("grow from look to look, and are none of them more than the error", () => {
    for (const alpha of [0.05, 0.0025, 0.005 / 100]) {
      const levels = spentLevels(five, alpha);
      expect([...levels].sort((a, b) => a - b)).toEqual(levels);
      expect(Math.max(...levels)).toBeLessThan(alpha);
      expect(levels.at(-1)).toBeGreaterThan(alpha / 2);
    }
  });

  it("together cost what was allowed, as motions without drift show", () => {
    const random = seededRandom("motions");
    const levels = spentLevels(five, 0.05);
    const boundaries = levels.map((level) => upperQuantile(level / 2));
    const motions = 40_000;
    let ended = 0;
    for (let motion = 0; motion < motions; motion++) {
      let value = 0;
      ended += boundaries.some((boundary, look) => {
        value += upperQuantile(random()) * Math.sqrt(0.2);
        return Math.abs(value) > boundary * Math.sqrt(five[look] ?? 1);
      })
        ? 1
        : 0;
    }
    // Four standard errors of a share of 5 %.
    expect(Math.abs(ended / motions - 0.05)).toBeLessThan(4 * Math.sqrt((0.05 * 0.95) / motions));
  });
});

describe("the normal distribution", () => {
  it("is exact far out, and its quantile leads back", () => {
    // Wolfram's and R's pnorm(-x).
    expect(upperTail(0)).toBeCloseTo(0.5, 15);
    expect(upperTail(1.959963984540054)).toBeCloseTo(0.025, 14);
    expect(upperTail(5) / 2.866515718791939e-7).toBeCloseTo(1, 11);
    expect(upperTail(10) / 7.6198530241605e-24).toBeCloseTo(1, 11);
    for (const tail of [0.9, 0.5, 0.1, 1e-3, 1e-8, 1e-15]) {
      expect(upperTail(upperQuantile(tail)) / tail).toBeCloseTo(1, 9);
    }
  });
});
