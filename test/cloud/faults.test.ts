import { expect, test } from "vitest";
import type { Observation } from "../../src/samples/sample.ts";
import { measureAll } from "./measure-all.ts";
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
      behaviour: ({ random }) => ({ initMs: 100 + 20 * random(), durationMs: 1 + 2 * random() }),
      timing: { longestTimeoutMs: 50, logDelayMs: 50 },
    },
    { patience: { readyMs: 800, silentMs: 2000, deniedCount: 5, lateLogMs: 0 } },
  );
  const { server } = bench;
  const measured = await measureAll(bench, variants);
  expect(measured).toHaveLength(80);
  for (const { attempts } of measured) {
    // Each has as many invocations as planned, or ended where the target could not tell what came of one.
    const last = attempts.at(-1) ?? [];
    expect(last.length === 3 || last.at(-1)?.status === "target-error").toBe(true);
    expect(attempts.slice(0, -1).every((taken) => taken.some(isContaminated))).toBe(true);
  }
  const truth = new Map(server.state.invocations.map((invocation) => [invocation.requestId, invocation]));
  for (const [index, observation] of measured
    .flatMap(({ attempts }) => attempts)
    .flatMap((taken) => taken.map((observation, index) => [index, observation] as const))) {
    const invocation = truth.get(observation.requestId ?? "");
    if (observation.status === "ok" && observation.tail !== false) {
      expect(invocation?.outcome).toBe("ok");
      expect(invocation?.cold).toBe(index === 0);
      expect(invocation?.durationMs).toBeCloseTo(observation.durationMs ?? Number.NaN, 1);
      const isTold = index === 0 && observation.platformMs !== undefined;
      expect(!isTold || invocation?.birth === "on-demand").toBe(true);
    }
  }
  await bench.target.dispose();
  expect(server.state.left()).toEqual([]);
}, 120_000);

function isContaminated({ status }: Observation): boolean {
  return status === "contaminated";
}
