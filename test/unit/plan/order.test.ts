import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { createPlan } from "../../../src/plan/create-plan.ts";
import { environmentsOf } from "../../../src/plan/order.ts";
import type { Plan } from "../../../src/plan/plan.ts";
import type { Side } from "../../../src/samples/sample.ts";
import { scenarioOf } from "./scenario-of.ts";

const counts = fc.record({
  cold: fc.integer({ min: 1, max: 6 }),
  warm: fc.constant(0),
  settle: fc.constant(0),
  warmupBlocks: fc.integer({ min: 0, max: 2 }),
});
const sides = fc.constantFrom<readonly (Side | undefined)[]>([undefined], ["baseline", "candidate"]);
const plans = fc
  .tuple(fc.array(counts, { minLength: 1, maxLength: 3 }), sides, fc.nat())
  .map(([samples, planned, seed]) =>
    createPlan(
      samples.map((one, index) =>
        scenarioOf({ name: `s${index}`, samples: one, axes: { memory: [128, 256, 512] } }),
      ),
      { filters: [], hostArchitecture: "x86_64", sides: planned, seed },
    ),
  );

describe("the order of environments", () => {
  test("takes every variant and side once in each of its blocks", () => {
    fc.assert(
      fc.property(plans, (plan) => {
        const taken = [...environmentsOf(plan)].map(
          ({ block, variant, side }) => `${variant.id} ${block} ${side}`,
        );
        const due = plan.variants.flatMap(({ id, samples }) =>
          Array.from({ length: samples.warmupBlocks + samples.cold }, (_, block) =>
            plan.sides.map((side) => `${id} ${block} ${side}`),
          ).flat(),
        );
        expect(taken.toSorted()).toEqual(due.toSorted());
      }),
    );
  });

  test("never goes back to an earlier block, and marks the first ones as warm-up", () => {
    fc.assert(
      fc.property(plans, (plan) => {
        const taken = [...environmentsOf(plan)];
        expect(taken.map(({ block }) => block)).toEqual(
          taken.map(({ block }) => block).toSorted((a, b) => a - b),
        );
        for (const { block, variant, warmup } of taken) {
          expect(warmup).toBe(block < variant.samples.warmupBlocks);
        }
      }),
    );
  });

  test("keeps the sides of a variant next to each other", () => {
    fc.assert(
      fc.property(plans, (plan) => {
        const taken = [...environmentsOf(plan)];
        for (let index = 0; index < taken.length; index += plan.sides.length) {
          const together = taken.slice(index, index + plan.sides.length);
          expect(new Set(together.map(({ variant }) => variant.id)).size).toBe(1);
          expect(new Set(together.map(({ side }) => side))).toEqual(new Set(plan.sides));
        }
      }),
    );
  });

  test("depends on the seed alone", () => {
    const plan = planWith(200, undefined);
    expect(orderOf(plan)).toEqual(orderOf({ ...plan }));
    expect(orderOf(plan)).not.toEqual(orderOf({ ...plan, seed: plan.seed + 1 }));
  });

  test("differs from block to block, and so does which side comes first", () => {
    const taken = [...environmentsOf(planWith(200, ["baseline", "candidate"]))];
    const firstOfBlocks = taken.filter((environment, index) => environment.block !== taken[index - 1]?.block);
    for (const kind of [
      firstOfBlocks.map(({ variant }) => variant.id),
      firstOfBlocks.map(({ side }) => side),
    ]) {
      const shares = [...new Set(kind)].map(
        (one) => kind.filter((other) => other === one).length / kind.length,
      );
      expect(Math.min(...shares)).toBeGreaterThan(0.2 / shares.length);
      expect(shares.length).toBeGreaterThan(1);
    }
  });
});

function planWith(cold: number, planned: readonly (Side | undefined)[] | undefined): Plan {
  const samples = { cold, warm: 0, settle: 0, warmupBlocks: 0 };
  const scenario = scenarioOf({ samples, axes: { memory: [128, 256, 512] } });
  return createPlan([scenario], { filters: [], hostArchitecture: "x86_64", seed: 11, sides: planned });
}

function orderOf(plan: Plan): readonly string[] {
  return [...environmentsOf(plan)].map(({ variant }) => variant.id);
}
