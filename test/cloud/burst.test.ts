import { expect, test } from "vitest";
import { samplesIn, unaccounted } from "./accounted.ts";
import { cloudPlan, runPlan } from "./run-plan.ts";
import type { Invocation } from "./server/records.ts";
import { openCloudBench, variantOf } from "./target-bench.ts";

const burst = variantOf({
  lambda: { method: "burst" },
  samples: { cold: 24, warm: 1, settle: 0, warmupBlocks: 0 },
});
const behaviour = () => ({ initMs: 150, durationMs: 5 });

/** The most that were answered at one moment. */
function mostAtOnce(invocations: readonly Invocation[]): number {
  return Math.max(
    ...invocations.map(
      ({ beganAtMs }) =>
        invocations.filter((one) => one.beganAtMs <= beganAtMs && beganAtMs < one.endedAtMs).length,
    ),
  );
}

test("a burst is as large as this machine can ask, and each invocation of it needs an environment of its own", async () => {
  await using bench = await openCloudBench({ behaviour }, { copies: undefined, cpuCount: 1 });
  const plan = cloudPlan([burst]);
  const events = await runPlan(bench, plan);
  expect(unaccounted(plan, events)).toEqual([]);
  const taken = samplesIn(events);
  expect(taken.filter(({ status }) => status === "ok")).toHaveLength(24 * 2);
  expect(
    taken.every(({ method = "burst", temperature }) => method === "burst" || temperature === "warm"),
  ).toBe(true);
  const { invocations, functions } = bench.server.state;
  expect(functions).toHaveLength(1);
  // Sixteen and the eight that are left, and as many changes before them.
  expect(mostAtOnce(invocations.filter(({ cold }) => cold))).toBe(16);
  expect(bench.server.state.callsOf("lambda:UpdateFunctionConfiguration")).toHaveLength(2);
  expect(bench.target.limitations.join(" ")).toContain("Up to 16 environments were at work at once, of 16");
});

test("the samples of a burst come from one copy, over whichever connection", async () => {
  await using bench = await openCloudBench({ behaviour }, { copies: undefined, cpuCount: 1 });
  const taken = samplesIn(await runPlan(bench, cloudPlan([burst])));
  expect(new Set(taken.map(({ copy }) => copy))).toEqual(new Set([0]));
});

test("a burst is no larger than the account's concurrency", async () => {
  await using bench = await openCloudBench(
    { behaviour, concurrency: 10 },
    { copies: undefined, cpuCount: 4 },
  );
  const plan = cloudPlan([burst]);
  const events = await runPlan(bench, plan);
  expect(unaccounted(plan, events)).toEqual([]);
  expect(samplesIn(events).every(({ status }) => status === "ok")).toBe(true);
  expect(mostAtOnce(bench.server.state.invocations.filter(({ cold }) => cold))).toBe(10);
});

test("one that was answered warm joins a later burst", async () => {
  await using bench = await openCloudBench(
    { behaviour, faults: { warmAnswer: 1 } },
    { copies: undefined, cpuCount: 1 },
  );
  const plan = cloudPlan([burst]);
  const events = await runPlan(bench, plan);
  expect(unaccounted(plan, events)).toEqual([]);
  const again = samplesIn(events).filter(({ attempt }) => attempt > 0);
  expect(again.length).toBeGreaterThan(0);
});
