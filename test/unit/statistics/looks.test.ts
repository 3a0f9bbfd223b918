import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { looksTaken, plannedLooks, reachedBlocks } from "../../../src/statistics/looks.ts";

describe("planned looks", () => {
  it("are five, evenly over the measured blocks", () => {
    expect(plannedLooks([{ cold: 70, warmupBlocks: 1 }])).toEqual([15, 29, 43, 57, 71]);
  });

  it("are fewer in small plans, and never none", () => {
    expect(plannedLooks([{ cold: 30, warmupBlocks: 1 }])).toEqual([11, 21, 31]);
    expect(plannedLooks([{ cold: 19, warmupBlocks: 0 }])).toEqual([19]);
    expect(plannedLooks([{ cold: 3, warmupBlocks: 1 }])).toEqual([4]);
  });

  it("are at most five, ascending, from ten measured blocks on, and end with the largest variant", () => {
    const planned = fc.record({ cold: fc.integer({ min: 1, max: 3000 }), warmupBlocks: fc.nat(3) });
    fc.assert(
      fc.property(fc.array(planned, { minLength: 1, maxLength: 5 }), (variants) => {
        const looks = plannedLooks(variants);
        const largest = Math.max(...variants.map(({ cold, warmupBlocks }) => cold + warmupBlocks));
        expect(looks.length).toBeLessThanOrEqual(5);
        expect(looks.at(-1)).toBe(largest);
        expect(looks).toEqual([...new Set(looks)].sort((a, b) => a - b));
        expect(looks[0]).toBeGreaterThanOrEqual(Math.min(10, largest));
      }),
    );
  });
});

describe("the looks of a variant", () => {
  const stopping = { looks: [15, 29, 43, 57, 71] };

  it("spend little early, and most of it at the last", () => {
    const looks = looksTaken({ cold: 70, warmupBlocks: 1 }, stopping, 71, 0.005);
    const levels = looks.map(({ level }) => level);
    expect(looks.map(({ blocks }) => blocks)).toEqual(stopping.looks);
    expect(levels).toEqual(levels.toSorted((a, b) => a - b));
    expect(levels[0]).toBeCloseTo(0.005 / 125, 12);
    expect(levels[4]).toBeGreaterThan(0.003);
    expect(levels[4]).toBeLessThan(0.005);
  });

  it("are over once its own plan is at its end", () => {
    const looks = looksTaken({ cold: 30, warmupBlocks: 1 }, stopping, 71, 0.005);
    expect(looks.map(({ blocks }) => blocks)).toEqual([15, 29, 43]);
  });

  it("are repeated with the same levels, however far the run went on", () => {
    const far = looksTaken({ cold: 70, warmupBlocks: 1 }, stopping, 71, 0.005);
    const near = looksTaken({ cold: 70, warmupBlocks: 1 }, stopping, 43, 0.005);
    expect(near).toEqual(far.slice(0, 3));
  });

  it("have one more where a run was cut between two of them", () => {
    const variant = { cold: 70, warmupBlocks: 1 };
    expect(looksTaken(variant, stopping, 36, 0.005).map(({ blocks }) => blocks)).toEqual([15, 29, 36]);
    expect(looksTaken(variant, stopping, 8, 0.005).map(({ blocks }) => blocks)).toEqual([8]);
  });
});

describe("how far a variant came", () => {
  const stopping = { looks: [15, 29, 43] };

  it("is the look that ended it, also where its last samples failed", () => {
    expect(reachedBlocks(stopping, 29, 43)).toBe(29);
    expect(reachedBlocks(stopping, 28, 43)).toBe(29);
  });

  it("is where the run was cut, where that was before its next look", () => {
    expect(reachedBlocks(stopping, 20, 22)).toBe(22);
    expect(reachedBlocks(stopping, 14, 22)).toBe(15);
  });
});
