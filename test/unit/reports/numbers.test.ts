import { describe, expect, it } from "vitest";
import { counted, decimalsFor, enumerated, figure, withInterval } from "../../../src/reports/numbers.ts";

describe("figures", () => {
  it.each([
    [[1234.5], 0],
    [[65.4, 912.3], 1],
    [[4.2, 65.4], 2],
    [[0.62, 65.4], 3],
    [[0.0004], 3],
    [[-0.3, 12], 3],
    [[0, 65.4], 1],
    [[undefined, 65.4], 1],
  ])("%j have %i decimals", (figures, decimals) => {
    expect(decimalsFor(figures)).toBe(decimals);
  });

  it("that are all absent have some number of decimals all the same", () => {
    expect(() => figure(undefined, decimalsFor([undefined]))).not.toThrow();
  });

  it("stand with their interval, alone without, and as a dash when absent", () => {
    expect(withInterval(65.44, { lowMs: 63.91, highMs: 67 }, 1)).toBe("65.4 [63.9, 67.0]");
    expect(withInterval(65.44, undefined, 1)).toBe("65.4");
    expect(withInterval(undefined, undefined, 1)).toBe("–");
  });
});

describe("words for numbers", () => {
  it("know one from many, and how to list", () => {
    expect([counted(1, "block"), counted(2, "block"), counted(0, "block")]).toEqual([
      "1 block",
      "2 blocks",
      "0 blocks",
    ]);
    expect([[], ["a"], ["a", "b"], ["a", "b", "c"]].map(enumerated)).toEqual([
      "",
      "a",
      "a and b",
      "a, b and c",
    ]);
  });
});
