import { expect, test } from "vitest";
import type { RunEvent } from "../../src/run/run-event.ts";
import { samplesIn, unaccounted } from "./accounted.ts";
import { cloudPlan, runPlan } from "./run-plan.ts";
import { type ChanceFaults, type Faults, noFaults } from "./server/faults.ts";
import { watchStalls } from "./stalls.ts";
import { type CloudBench, openCloudBench, variantOf } from "./target-bench.ts";

const samples = { cold: 20, warm: 2, settle: 0, warmupBlocks: 0 };
const variants = Array.from({ length: 24 }, (_, index) => variantOf({ id: `many/${index}`, samples }));
const plan = cloudPlan(variants);
/** AWS's rates, and times that are AWS's, but for a function that hangs. */
const asAws = {
  rates: { control: 15, getFunction: 100 },
  timing: { updateMs: 1500, createMs: 1500, logDelayMs: 50, longestTimeoutMs: 50 },
};
const asThaw = { poolCount: 24, cpuCount: 2, copies: undefined };

test("24 variants of 20 cold starts each take little longer than the rates of AWS allow", async () => {
  await using bench = await openCloudBench(asAws, asThaw);
  const { events, ratio } = await wholeRun(bench);
  expect(ratio).toBeLessThan(1.2);
  const taken = samplesIn(events);
  expect(taken).toHaveLength(24 * 20 * 3);
  // What has to be called: a change for each cold start, and three copies of each variant made and removed; what is asked once comes on top.
  const needed = 24 * (20 + 3 + 3);
  expect(controlCalls(bench)).toBeLessThan(needed + needed / 50);
  expect(new Set(taken.map(({ status }) => status))).toEqual(new Set(["ok"]));
}, 300_000);

test("with every fault in one of twenty cases they do so, too, and every environment is accounted for", async () => {
  await using bench = await openCloudBench(
    // Long enough an init that an answer without it is seen to have come too soon.
    { ...asAws, faults: someOfEach(), behaviour: () => ({ initMs: 100, durationMs: 2 }) },
    // Of thousands of calls some are denied six times running.
    { ...asThaw, patience: { lateLogMs: 0, logMs: 5000, deniedCount: 8 } },
  );
  const { events, ratio } = await wholeRun(bench);
  expect(ratio).toBeLessThan(1.2);
  expect(unaccounted(plan, events)).toEqual([]);
}, 300_000);

interface WholeRun {
  readonly events: readonly RunEvent[];
  /** The time it took, by the time that AWS's rates allow. */
  readonly ratio: number;
}

/**
 * A run from the first call to the last: preparing, measuring, and removing all it made, but for the eight seconds in which late
 * lines of logs are waited for. Allowed is the time that AWS takes for as many calls of its control plane as were sent, those that a
 * fault refused among them, but for its rate: nobody can know of them beforehand, and each takes its turn. What this machine stood
 * still is left out.
 */
async function wholeRun(bench: CloudBench): Promise<WholeRun> {
  const { server, target } = bench;
  const stalls = watchStalls();
  const startedMs = performance.now();
  const events = await runPlan(bench, plan);
  await target.dispose();
  const tookMs = performance.now() - startedMs - stalls.stalledMs;
  stalls.stop();
  const { control, getFunction } = server.state.rates("eu-west-1");
  const sent = controlCalls(bench) - control.refusedCount;
  // What is sent while this machine stands still arrives together when it goes on.
  const together = (15 * stalls.stalledMs) / 1000;
  expect(control.refusedCount + getFunction.refusedCount).toBeLessThan(control.acceptedCount / 50 + together);
  expect(server.state.left()).toEqual([]);
  expect(events.at(-1)).toEqual({ type: "ended", how: "complete" });
  return { events, ratio: tookMs / ((sent / 15) * 1000) };
}

function controlCalls({ server }: CloudBench): number {
  return server.state.calls.filter(({ action }) => isControl(action)).length;
}

/** What counts against the rate that all calls share. */
function isControl(action: string): boolean {
  return (
    action.startsWith("lambda:") && action !== "lambda:GetFunction" && !action.startsWith("lambda:Invoke")
  );
}

/** Every fault there is, each in one of twenty cases. */
function someOfEach(): Partial<Faults> {
  const { accessDenied, regionDown, ...chances } = noFaults;
  const some = Object.fromEntries(Object.keys(chances).map((fault) => [fault, 0.05]));
  return {
    ...(some as Partial<ChanceFaults>),
    accessDenied: Object.fromEntries(neededActions.map((action) => [action, 0.05])),
    regionDown: { "eu-west-1": 0.05 },
  };
}

const neededActions = [
  "lambda:CreateFunction",
  "lambda:GetFunction",
  "lambda:UpdateFunctionConfiguration",
  "lambda:InvokeFunction",
  "lambda:DeleteFunction",
  "lambda:ListFunctions",
  "lambda:ListLayers",
  "logs:FilterLogEvents",
  "logs:DescribeLogGroups",
  "logs:DeleteLogGroup",
];
