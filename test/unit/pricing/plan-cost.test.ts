import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { costPerMillion } from "../../../src/pricing/cost-per-million.ts";
import { type ExpectedWork, planCost } from "../../../src/pricing/plan-cost.ts";
import { usEast1 } from "../../../src/pricing/prices.ts";

const work: ExpectedWork = {
  memoryMb: 1024,
  architecture: "x86_64",
  ephemeralStorageMb: 512,
  coldCount: 20,
  coldBilledMs: 250,
  warmCount: 200,
  warmBilledMs: 5,
};

describe("a plan", () => {
  test("costs its requests and what it is billed for", () => {
    // 20 × 0.25 s + 200 × 0.005 s = 6 GB-s.
    const { totalUsd, invocationsUsd } = planCost([work]);
    expect(invocationsUsd).toBeCloseTo(220 * 0.2e-6 + 6 * 0.0000166667, 12);
    expect(totalUsd).toBe(invocationsUsd);
  });

  test("costs nothing without work, and the sum of its parts with it", () => {
    expect(planCost([]).totalUsd).toBe(0);
    const arm = { ...work, architecture: "arm64" };
    expect(planCost([work, arm]).totalUsd).toBeCloseTo(
      planCost([work]).totalUsd + planCost([arm]).totalUsd,
      12,
    );
  });

  test("costs restores, and three hours of each snapshot at least", () => {
    const snapStart = { runtime: "python3.13", stoodMs: Array(20).fill(60_000) };
    const { snapshotsUsd } = planCost([{ ...work, snapStart }]);
    expect(snapshotsUsd).toBeCloseTo(20 * 0.0001397998 + 20 * 10_800 * 0.0000015046, 9);
    const longer = planCost([
      { ...work, snapStart: { ...snapStart, stoodMs: Array(20).fill(6 * 3_600_000) } },
    ]);
    expect(longer.snapshotsUsd).toBeGreaterThan(snapshotsUsd);
  });

  test("costs nothing for snapshots of Java", () => {
    const snapStart = { runtime: "java21", stoodMs: [60_000] };
    expect(planCost([{ ...work, snapStart }])).toEqual(planCost([work]));
  });

  test("costs environments that are kept ready by five minutes, and less for the time they are used", () => {
    const { provisionedUsd, invocationsUsd } = planCost([
      { ...work, provisioned: { environmentCount: 3, stoodMs: [301_000, 1] } },
    ]);
    expect(provisionedUsd).toBeCloseTo(3 * (600 + 300) * 0.0000041667, 12);
    expect(invocationsUsd).toBeCloseTo(220 * 0.2e-6 + 6 * 0.0000097222, 12);
  });

  test("costs what its samples cost one by one, and never less with more of anything", () => {
    const works = fc.record({
      memoryMb: fc.integer({ min: 128, max: 10_240 }),
      architecture: fc.constantFrom("x86_64", "arm64"),
      ephemeralStorageMb: fc.integer({ min: 512, max: 10_240 }),
      coldCount: fc.nat(1000),
      coldBilledMs: fc.nat(20_000),
      warmCount: fc.nat(10_000),
      warmBilledMs: fc.nat(20_000),
    });
    fc.assert(
      fc.property(works, (some) => {
        const cold = costPerMillion({ ...some, billedMs: some.coldBilledMs }) * some.coldCount;
        const warm = costPerMillion({ ...some, billedMs: some.warmBilledMs }) * some.warmCount;
        const { totalUsd } = planCost([some]);
        expect(totalUsd).toBeCloseTo((cold + warm) / 1e6, 9);
        for (const key of [
          "memoryMb",
          "ephemeralStorageMb",
          "coldCount",
          "coldBilledMs",
          "warmCount",
        ] as const) {
          expect(planCost([{ ...some, [key]: some[key] + 1 }]).totalUsd).toBeGreaterThanOrEqual(totalUsd);
        }
      }),
    );
  });

  test("costs what other prices say", () => {
    const free = { ...usEast1, request: 0, gbSecond: { x86_64: 0, arm64: 0 } };
    expect(planCost([work], free).totalUsd).toBe(0);
  });
});
