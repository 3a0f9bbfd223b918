import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { Spending } from "../../../src/cli/spending.ts";
import { usEast1 } from "../../../src/pricing/prices.ts";
import { variant } from "../run/plans.ts";
import { coldSample, warmSample } from "../samples/a-sample.ts";

// 1 GB for a second costs 0.0000166667 $, a request 0.0000002 $.
const one = variant("a", {
  memoryMb: 1024,
  timeoutSeconds: 1,
  samples: { cold: 2, warm: 1, settle: 0, warmupBlocks: 1 },
});
const coldAtMost = 11 * 0.0000166667 + 0.0000002;
const warmAtMost = 1 * 0.0000166667 + 0.0000002;

describe("what a run on AWS may cost", () => {
  it("is put aside as if every invocation ran into its timeout, after the longest init", () => {
    const most = coldAtMost + warmAtMost;
    expect(new Spending(most * 1.0001, [one]).reserve(one)).toBe(true);
    expect(new Spending(most * 0.9999, [one]).reserve(one)).toBe(false);
  });

  it("is what its samples were billed once they are there", () => {
    const spending = new Spending(1, [one]);
    spending.reserve(one);
    spending.settle(one);
    spending.add([
      coldSample({ variant: one.id, billedMs: 500 }),
      warmSample({ variant: one.id, billedMs: 2 }),
    ]);
    expect(spending.spentUsd).toBeCloseTo(0.502 * 0.0000166667 + 2 * 0.0000002, 12);
  });

  it("goes by the prices of where each variant is measured", () => {
    const dear = { ...usEast1, request: 1 };
    const far = variant("far", { ...one, id: "far", lambda: { region: "eu-west-1" } });
    const spending = new Spending(10, [one, far], ({ lambda }) =>
      lambda?.region === "eu-west-1" ? dear : usEast1,
    );
    spending.add([coldSample({ variant: one.id, billedMs: 1 })]);
    expect(spending.spentUsd).toBeLessThan(0.001);
    spending.add([coldSample({ variant: far.id, billedMs: 1 })]);
    expect(spending.spentUsd).toBeGreaterThan(1);
    expect([spending.reserve(far), spending.reserve(one)]).toEqual([true, true]);
  });

  it("counts a sample that does not say with the most that it can be", () => {
    const spending = new Spending(1, [one]);
    spending.add([coldSample({ variant: one.id }), warmSample({ variant: one.id })]);
    expect(spending.spentUsd).toBeCloseTo(coldAtMost + warmAtMost, 12);
  });

  it("holds the snapshot of a version and its restore, where there is one", () => {
    const restored = { ...one, runtime: "python3.13", snapStart: true };
    const spending = new Spending(1, [restored]);
    spending.add([coldSample({ variant: one.id, billedMs: 500 })]);
    // Three hours of 1 GB at 0.0000015046 $, and 0.0001397998 $ for the restore.
    expect(spending.spentUsd).toBeCloseTo(
      0.5 * 0.0000166667 + 0.0000002 + 10_800 * 0.0000015046 + 0.0001397998,
      10,
    );
  });

  it("never passes the limit, whatever is under way and however it ends", () => {
    const ends = fc.array(fc.tuple(fc.boolean(), fc.integer({ min: 1, max: 11_000 })), { maxLength: 200 });
    fc.assert(
      fc.property(fc.double({ min: 1e-5, max: 1e-2, noNaN: true }), ends, (limit, steps) => {
        const spending = new Spending(limit, [one]);
        let underWay = 0;
        for (const [begin, billedMs] of steps) {
          if (begin) {
            underWay += spending.reserve(one) ? 1 : 0;
          } else if (underWay > 0) {
            underWay--;
            spending.settle(one);
            spending.add([
              coldSample({ variant: one.id, billedMs }),
              warmSample({ variant: one.id, billedMs: 1000 }),
            ]);
          }
        }
        for (; underWay > 0; underWay--) {
          spending.settle(one);
          spending.add([coldSample({ variant: one.id }), warmSample({ variant: one.id })]);
        }
        expect(spending.spentUsd).toBeLessThanOrEqual(limit * (1 + 1e-9));
      }),
    );
  });
});
