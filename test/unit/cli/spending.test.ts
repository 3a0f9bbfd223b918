import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type PricedVariant, Spending } from "../../../src/cli/spending.ts";
import { usEast1 } from "../../../src/pricing/prices.ts";
import type { Stood } from "../../../src/targets/target.ts";
import { variant } from "../run/plans.ts";
import { coldSample, warmSample } from "../samples/a-sample.ts";

// 1 GB for a second costs 0.0000166667 $, a request 0.0000002 $.
const one = variant("a", {
  memoryMb: 1024,
  timeoutSeconds: 1,
  samples: { cold: 2, warm: 1, settle: 0, warmupBlocks: 1 },
});
const spendingOf = (priced: PricedVariant, maxUsd = 1, standing: () => readonly Stood[] = () => []) =>
  new Spending({ maxUsd, variants: [priced], standing });
const coldAtMost = 11 * 0.0000166667 + 0.0000002;
const warmAtMost = 1 * 0.0000166667 + 0.0000002;

describe("what a run on AWS may cost", () => {
  it("is put aside as if every invocation ran into its timeout, after the longest init", () => {
    const most = coldAtMost + warmAtMost;
    expect(spendingOf(one, most * 1.0001).reserve(one)).toBe(true);
    expect(spendingOf(one, most * 0.9999).reserve(one)).toBe(false);
  });

  it("is what its samples were billed once they are there", () => {
    const spending = spendingOf(one);
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
    const spending = new Spending({
      maxUsd: 10,
      variants: [one, far],
      pricesOf: ({ lambda }) => (lambda?.region === "eu-west-1" ? dear : usEast1),
    });
    spending.add([coldSample({ variant: one.id, billedMs: 1 })]);
    expect(spending.spentUsd).toBeLessThan(0.001);
    spending.add([coldSample({ variant: far.id, billedMs: 1 })]);
    expect(spending.spentUsd).toBeGreaterThan(1);
    expect([spending.reserve(far), spending.reserve(one)]).toEqual([true, true]);
  });

  it("counts a sample that does not say with the most that it can be", () => {
    const spending = spendingOf(one);
    spending.add([coldSample({ variant: one.id }), warmSample({ variant: one.id })]);
    expect(spending.spentUsd).toBeCloseTo(coldAtMost + warmAtMost, 12);
  });

  it("holds restores by their samples, and snapshots by how long they stand", () => {
    const restored = { ...one, runtime: "python3.13", snapStart: true };
    const stood = { variant: one.id, kind: "snapshot", stoodMs: [60_000, 4 * 3_600_000] } as const;
    const spending = spendingOf(restored, 1, () => [stood]);
    spending.add([coldSample({ variant: one.id, billedMs: 500 })]);
    // Three hours of 1 GB at least, and four, at 0.0000015046 $; 0.0001397998 $ for the restore.
    expect(spending.spentUsd).toBeCloseTo(
      0.5 * 0.0000166667 + 0.0000002 + (10_800 + 14_400) * 0.0000015046 + 0.0001397998,
      10,
    );
  });

  it("grows while environments stand that are kept ready, whatever is invoked", () => {
    let stoodMs = 1;
    const ready = { ...one, lambda: { provisioned: 3 } };
    const spending = spendingOf(ready, 1, () => [
      { variant: one.id, kind: "provisioned", environments: 3, stoodMs: [stoodMs] },
    ]);
    const piece = 3 * 300 * 0.0000041667;
    expect(spending.spentUsd).toBeCloseTo(piece, 12);
    stoodMs = 300_001;
    expect(spending.spentUsd).toBeCloseTo(2 * piece, 12);
  });

  it("refuses an environment where those that are kept ready could pass the limit", () => {
    const ready = { ...one, lambda: { provisioned: 3 } };
    const stood = { variant: one.id, kind: "provisioned", environments: 3, stoodMs: [1] } as const;
    const piece = 3 * 300 * 0.0000041667;
    // What is invoked costs less than a cent of a cent; what is kept ready for the next one as well decides.
    expect(spendingOf(ready, 2 * piece, () => [stood]).reserve(ready)).toBe(false);
    expect(spendingOf(ready, 4 * piece, () => [stood]).reserve(ready)).toBe(true);
  });

  it("does not forget an environment that never came back", () => {
    const most = coldAtMost + warmAtMost;
    const spending = spendingOf(one, 2.5 * most);
    expect([spending.reserve(one), spending.reserve(one)]).toEqual([true, true]);
    spending.settle(one);
    expect(spending.underWay).toEqual([{ variant: one.id, environments: 1 }]);
    // The one that is lost still counts with the most that it can have cost.
    expect([spending.reserve(one), spending.reserve(one)]).toEqual([true, false]);
  });

  it("holds what earlier segments lost, and what stood in them", () => {
    const spending = spendingOf({ ...one, lambda: { provisioned: 1 } });
    spending.addLost(0.25);
    spending.addStood([{ variant: one.id, kind: "provisioned", environments: 1, stoodMs: [1] }]);
    expect(spending.spentUsd).toBeCloseTo(0.25 + 300 * 0.0000041667, 12);
  });

  it("holds what a resume makes again of an environment before it goes on", () => {
    const spending = spendingOf(one);
    spending.add([warmSample({ variant: one.id, invocation: 1, billedMs: 2 })]);
    expect(spending.spentUsd).toBeCloseTo(coldAtMost + 0.0000002 + 0.002 * 0.0000166667, 12);
  });

  it("counts an invocation that Lambda refused as nothing", () => {
    const spending = spendingOf(one);
    const error = { type: "TooManyRequestsException", message: "refused" };
    spending.add([coldSample({ variant: one.id, status: "throttled", error })]);
    expect(spending.spentUsd).toBe(0);
  });

  it("puts the largest answer aside where answers are streamed", () => {
    const streams = { ...one, lambda: { invoke: "stream" as const } };
    const most = coldAtMost + warmAtMost + 2 * (194 / 1024) * 0.008;
    expect(spendingOf(streams, most * 1.0001).reserve(streams)).toBe(true);
    expect(spendingOf(streams, most * 0.9999).reserve(streams)).toBe(false);
  });

  it("never passes the limit, whatever is under way and however it ends", () => {
    const ends = fc.array(fc.tuple(fc.boolean(), fc.integer({ min: 1, max: 11_000 })), { maxLength: 200 });
    fc.assert(
      fc.property(fc.double({ min: 1e-5, max: 1e-2, noNaN: true }), ends, (limit, steps) => {
        const spending = spendingOf(one, limit);
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
