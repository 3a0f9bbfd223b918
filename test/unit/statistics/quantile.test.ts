import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { momentsOf } from "../../../src/statistics/moments.ts";
import { firstBeyond, quantile } from "../../../src/statistics/quantile.ts";
import { reference } from "./reference.ts";

describe.each(reference.samples)("$values.length values, $shape", ({ values, quantiles, mean, stddev }) => {
  it.each(Object.entries(quantiles))(
    "have the quantile of %s thousandths that NumPy gives",
    (permille, expected) => {
      expect(quantile(Float64Array.from(values).sort(), Number(permille))).toBeCloseTo(expected, 9);
    },
  );

  it("have the mean and the standard deviation that NumPy gives", () => {
    const found = momentsOf(Float64Array.from(values));
    expect(found.mean).toBeCloseTo(mean, 9);
    expect(found.stddev).toBeCloseTo(stddev, 9);
  });
});

describe("a quantile", () => {
  it("rises with its order and stays within the values", () => {
    // Adding zero makes one of the two zeros, which sort apart and compare alike.
    const values = fc.array(
      fc.double({ min: -1e6, max: 1e6, noNaN: true }).map((drawn) => drawn + 0),
      {
        minLength: 1,
        maxLength: 300,
      },
    );
    fc.assert(
      fc.property(values, (drawn) => {
        const sorted = Float64Array.from(drawn).sort();
        const found = [0, 500, 900, 950, 990, 999, 1000].map((permille) => quantile(sorted, permille));
        expect(found).toEqual([...found].sort((a, b) => a - b));
        expect([found[0], found.at(-1)]).toEqual([sorted[0], sorted.at(-1)]);
      }),
    );
  });

  it.each([
    [11, 900, 1],
    [12, 900, 2],
    [101, 990, 1],
    [102, 990, 2],
    [1001, 999, 1],
    [1002, 999, 2],
  ])("of %i values leaves at %i thousandths %i beyond it", (count, permille, beyond) => {
    expect(count - firstBeyond(count, permille)).toBe(beyond);
  });
});

describe("the standard deviation", () => {
  it("is absent for one value", () => {
    expect(momentsOf(Float64Array.of(3)).stddev).toBeUndefined();
  });

  it("does not cancel where the values are large and near to each other", () => {
    expect(momentsOf(Float64Array.of(1e9 + 4, 1e9 + 7, 1e9 + 13, 1e9 + 16)).stddev).toBeCloseTo(
      Math.sqrt(30),
      9,
    );
  });
});
