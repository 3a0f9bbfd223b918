import { describe, expect, it } from "vitest";
import { seededRandom } from "../../../src/shared/seeded-random.ts";
import { lowerRank, medianInterval } from "../../../src/statistics/order-statistic-interval.ts";
import { reference } from "./reference.ts";

describe("the interval of a median by order statistics", () => {
  it("takes the ranks that SciPy's binomial distribution gives", () => {
    expect(reference.lowerRanks.map(([count]) => [count, lowerRank(count)])).toEqual(reference.lowerRanks);
  });

  it("is absent below six values and spans all of six", () => {
    expect(medianInterval(Float64Array.of(1, 2, 3, 4, 5))).toBeUndefined();
    expect(medianInterval(Float64Array.of())).toBeUndefined();
    expect(medianInterval(Float64Array.of(1, 2, 3, 4, 5, 6))).toEqual({ lowMs: 1, highMs: 6 });
  });

  it("is from the sixth to the fifteenth of twenty", () => {
    const sorted = Float64Array.from({ length: 20 }, (_, index) => index + 1);
    expect(medianInterval(sorted)).toEqual({ lowMs: 6, highMs: 15 });
  });

  it("holds the true median in at least 95 of 100 runs, whatever the distribution", () => {
    const random = seededRandom("coverage");
    const runs = 2000;
    const skewed = (uniform: number) => Math.log(1 / (1 - uniform)) ** 3;
    const truth = skewed(0.5);
    let held = 0;
    for (let run = 0; run < runs; run++) {
      const sorted = Float64Array.from({ length: 20 }, () => skewed(random())).sort();
      const interval = medianInterval(sorted);
      held += interval !== undefined && interval.lowMs <= truth && truth <= interval.highMs ? 1 : 0;
    }
    // Four standard errors below the 95.86 % that the binomial distribution promises for n = 20.
    expect(held / runs).toBeGreaterThan(0.94);
    expect(held / runs).toBeLessThan(0.98);
  });
});
