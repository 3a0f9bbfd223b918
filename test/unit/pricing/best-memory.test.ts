import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { bestMemory, type MemoryPoint } from "../../../src/pricing/best-memory.ts";

const point = (memoryMb: number, medianDurationMs: number, costPerMillion: number): MemoryPoint => ({
  memoryMb,
  medianDurationMs,
  costPerMillion,
});

const figure = fc.double({ min: 0.001, max: 1e6, noNaN: true });
const points = fc.uniqueArray(
  fc.record({
    memoryMb: fc.integer({ min: 128, max: 10_240 }),
    medianDurationMs: figure,
    costPerMillion: figure,
  }),
  {
    selector: ({ memoryMb }) => memoryMb,
    minLength: 1,
    maxLength: 12,
  },
);

describe("the best memory size", () => {
  test("is three answers where speed costs", () => {
    expect(
      bestMemory([point(128, 1000, 2), point(512, 250, 2.1), point(1769, 80, 2.6), point(3008, 78, 4.2)]),
    ).toEqual({
      cheapest: point(128, 1000, 2),
      fastest: point(3008, 78, 4.2),
      balanced: point(1769, 80, 2.6),
    });
  });

  test("is one where one size is best in both", () => {
    const best = point(512, 10, 1);
    expect(bestMemory([point(128, 40, 1), best, point(1024, 10, 2)])).toEqual({
      cheapest: best,
      fastest: best,
      balanced: best,
    });
  });

  test("of equals is the smaller", () => {
    expect(bestMemory([point(1024, 10, 1), point(512, 10, 1)])?.balanced.memoryMb).toBe(512);
  });

  test("is unknown without figures", () => {
    expect(bestMemory([])).toBeUndefined();
    expect(bestMemory([point(128, Number.NaN, 1), point(256, 1, Number.POSITIVE_INFINITY)])).toBeUndefined();
  });

  test("is never worse in both respects than another size", () => {
    fc.assert(
      fc.property(points, (all) => {
        for (const chosen of Object.values(bestMemory(all) ?? {})) {
          expect(all).toContain(chosen);
          const dominated = all.some(
            (other) =>
              other.medianDurationMs < chosen.medianDurationMs &&
              other.costPerMillion < chosen.costPerMillion,
          );
          expect(dominated).toBe(false);
        }
      }),
    );
  });

  test("lies between the cheapest and the fastest, whatever the order", () => {
    fc.assert(
      fc.property(points, (all) => {
        const best = bestMemory(all);
        expect(best?.balanced.costPerMillion).toBeGreaterThanOrEqual(best?.cheapest.costPerMillion ?? 0);
        expect(best?.balanced.medianDurationMs).toBeGreaterThanOrEqual(best?.fastest.medianDurationMs ?? 0);
        expect(bestMemory(all.toReversed())).toEqual(best);
      }),
    );
  });

  test("does not depend on the unit of money or time", () => {
    fc.assert(
      fc.property(points, (all) => {
        // Powers of two, which change no digit.
        const scaled = all.map((one) =>
          point(one.memoryMb, one.medianDurationMs * 1024, one.costPerMillion / 64),
        );
        expect(bestMemory(scaled)?.balanced.memoryMb).toBe(bestMemory(all)?.balanced.memoryMb);
      }),
    );
  });
});
