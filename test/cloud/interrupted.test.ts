import { setTimeout as sleep } from "node:timers/promises";
import { expect, test } from "vitest";
import { environmentKey, type RecordedEnvironment } from "../../src/samples/recorded-environment.ts";
import { samplesIn, unaccounted } from "./accounted.ts";
import { cloudPlan, runPlan } from "./run-plan.ts";
import { type CloudBench, openCloudBench, variantOf } from "./target-bench.ts";

const updateMs = 20_000;
const plan = cloudPlan([variantOf({ samples: { cold: 4, warm: 1, settle: 0, warmupBlocks: 0 } })]);

async function whileUpdating({ server }: CloudBench): Promise<void> {
  while (server.state.callsOf("lambda:UpdateFunctionConfiguration").length === 0) {
    await sleep(10);
  }
}

test("a run that is interrupted while a copy is brought to its cold start ends before that is there", async () => {
  await using bench = await openCloudBench({ timing: { createMs: 20, updateMs } }, { copies: 1 });
  const interrupt = new AbortController();
  const startedMs = performance.now();
  const running = runPlan(bench, plan, { signal: interrupt.signal });
  await whileUpdating(bench);
  interrupt.abort();
  const events = await running;
  expect(performance.now() - startedMs).toBeLessThan(updateMs);
  expect(events).toEqual([{ type: "ended", how: "interrupted" }]);
  expect(bench.server.state.invocations).toEqual([]);
});

test("a run whose time is up ends then, and not when the next copy is cold", async () => {
  await using bench = await openCloudBench({ timing: { createMs: 20, updateMs } }, { copies: 1 });
  const startedMs = performance.now();
  const deadlineMs = bench.options.clock.nowMs() + 2000;
  const events = await runPlan(bench, plan, { deadlineMs });
  expect(performance.now() - startedMs).toBeLessThan(updateMs);
  expect(events).toEqual([{ type: "ended", how: "limited" }]);
});

test("what an interrupted run has not measured, it measures when it is resumed", async () => {
  await using bench = await openCloudBench({ timing: { createMs: 20, updateMs: 100 } }, { copies: 2 });
  const interrupt = new AbortController();
  const running = runPlan(bench, plan, { signal: interrupt.signal });
  while (bench.server.state.invocations.length === 0) {
    await sleep(10);
  }
  interrupt.abort();
  const before = await running;
  expect(before.at(-1)).toEqual({ type: "ended", how: "interrupted" });
  const made = new Map<string, RecordedEnvironment>();
  for (const { variant, block, invocation, attempt } of samplesIn(before)) {
    const recorded = { invocations: invocation + 1, attempt, dead: false, contaminated: false };
    made.set(environmentKey(variant, undefined, block), recorded);
  }
  await using resumed = await openCloudBench({}, { copies: 2, runId: "2026-11-30T17-00-00Z-c3d4" });
  const after = await runPlan(resumed, plan, { made });
  const samples = samplesIn([...before, ...after]);
  expect(unaccounted(plan, [...before, ...after])).toEqual([]);
  const keys = samples.map(({ block, invocation }) => `${block} ${invocation}`);
  expect(new Set(keys).size).toBe(samples.length);
});
