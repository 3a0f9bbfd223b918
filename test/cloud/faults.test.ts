import { expect, test } from "vitest";
import { samplesIn, unaccounted } from "./accounted.ts";
import { cloudPlan, runPlan } from "./run-plan.ts";
import type { ChanceFaults } from "./server/faults.ts";
import { openCloudBench, variantOf } from "./target-bench.ts";

const samples = { cold: 10, warm: 2, settle: 0, warmupBlocks: 0 };
/** Half of them have logs whose own times tell an init that nobody waited for, however slow this machine is. */
const variants = Array.from({ length: 8 }, (_, index) =>
  variantOf({
    id: `many/${index}`,
    samples,
    lambda: { logFormat: index % 2 === 0 ? "text" : "json" },
  }),
);

const oneInTwenty: ChanceFaults = {
  throttled: 0.05,
  stuckUpdate: 0.05,
  staleStatus: 0.05,
  warmAnswer: 0.05,
  proactiveInit: 0.05,
  longLog: 0.05,
  missingReport: 0.05,
  timeout: 0.05,
  functionError: 0.05,
  crash: 0.05,
  lostBefore: 0.05,
  lostAfter: 0.05,
  lostControl: 0.05,
  expiredCredentials: 0.05,
  cleanUpFailsOnce: 0.05,
};

test("with every fault in one of twenty cases, every environment is accounted for and nothing is left", async () => {
  await using bench = await openCloudBench(
    {
      faults: oneInTwenty,
      // An answer that did not wait for such an init is told from one that did also where this machine stands still for a moment.
      behaviour: ({ random }) => ({ initMs: 1500 + 20 * random(), durationMs: 1 + 2 * random() }),
      timing: { longestTimeoutMs: 50, logDelayMs: 50 },
    },
    { patience: { readyMs: 800, silentMs: 30_000, deniedCount: 8, lateLogMs: 0 } },
  );
  const { server } = bench;
  const plan = cloudPlan(variants);
  const events = await runPlan(bench, plan);
  expect(unaccounted(plan, events)).toEqual([]);
  const truth = new Map(server.state.invocations.map((invocation) => [invocation.requestId, invocation]));
  for (const sample of samplesIn(events)) {
    const invocation = truth.get(sample.requestId ?? "");
    if (sample.status === "ok" && sample.tail !== false) {
      expect(invocation?.outcome).toBe("ok");
      expect(invocation?.cold).toBe(sample.temperature === "cold");
      expect(invocation?.durationMs).toBeCloseTo(sample.durationMs ?? Number.NaN, 1);
      // Only a log's own times tell an init that nobody waited for, however slow this machine is.
      if (sample.temperature === "cold" && sample.platformMs !== undefined) {
        expect({ ...sample, birth: invocation?.birth }).toMatchObject({ birth: "on-demand" });
      }
    }
  }
  await bench.target.dispose();
  expect(server.state.left()).toEqual([]);
}, 120_000);
