import { expect, test } from "vitest";
import { createPlan } from "../../../src/plan/create-plan.ts";
import { estimatePlan } from "../../../src/plan/estimate.ts";
import { runtimeOf, scenarioOf } from "./scenario-of.ts";

const scenario = scenarioOf({
  runtimes: [runtimeOf("nodejs24.x"), runtimeOf("provided.al2023")],
  samples: { cold: 4, warm: 3, settle: 2, warmupBlocks: 1 },
});

test("an estimate counts what is measured and what is taken beside it", () => {
  const plan = createPlan([scenario], { filters: [], hostArchitecture: "x86_64" });
  expect(estimatePlan(plan)).toMatchObject({
    environmentCount: 2 * 5,
    coldCount: 2 * 4,
    warmCount: 2 * 4 * 3,
    invocationCount: 2 * 5 * (1 + 2 + 3),
  });
});

test("a second side doubles everything", () => {
  const plan = createPlan([scenario], { filters: [], hostArchitecture: "x86_64" });
  const both = createPlan([scenario], {
    filters: [],
    hostArchitecture: "x86_64",
    sides: ["baseline", "candidate"],
  });
  const [one, two] = [estimatePlan(plan), estimatePlan(both)];
  expect(two).toEqual(Object.fromEntries(Object.entries(one).map(([key, value]) => [key, 2 * value])));
});

test("a slower runtime takes longer, and maxTime bounds it", () => {
  const timeOf = (runtime: string, maxTimeMs?: number): number =>
    estimatePlan(
      createPlan([scenarioOf({ runtimes: [runtimeOf(runtime)], maxTimeMs })], {
        filters: [],
        hostArchitecture: "x86_64",
      }),
    ).expectedMs;
  expect(timeOf("java21")).toBeGreaterThan(timeOf("provided.al2023"));
  expect(timeOf("java21", 5)).toBe(5);
});
