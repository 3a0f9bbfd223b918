import { expect, test } from "vitest";
import { samplesIn } from "./accounted.ts";
import { cloudPlan, runPlan } from "./run-plan.ts";
import { openCloudBench, take, variantOf } from "./target-bench.ts";

/** A variant in a region, as the plan makes them of a scenario that names several. */
function variantIn(region: string, id = "test") {
  return variantOf({ id: `${id}/region=${region}`, axes: { region }, lambda: { region } });
}

test("a variant's functions are in the region that it names, and are removed there", async () => {
  await using bench = await openCloudBench();
  for (const region of ["us-east-1", "eu-west-1"]) {
    const prepared = await bench.prepare(variantIn(region));
    expect(prepared.facts.region).toBe(region);
    expect((await take(prepared))[0]?.status).toBe("ok");
    expect(bench.server.state.invocations.at(-1)?.region).toBe(region);
  }
  await bench.target.dispose();
  expect(bench.server.state.left()).toEqual([]);
});

test("in no region are more environments at work than the account may have there", async () => {
  await using bench = await openCloudBench(
    { concurrency: 3, behaviour: () => ({ durationMs: 200 }) },
    { copies: 3 },
  );
  const variants = ["one", "two", "three", "four"]
    .map((id) => variantIn("us-east-1", id))
    .concat(variantIn("eu-west-1"));
  const samples = samplesIn(await runPlan(bench, cloudPlan(variants)));
  expect(samples.map(({ status }) => status)).toEqual(Array.from({ length: 5 * 3 * 2 }, () => "ok"));
  const { state } = bench.server;
  expect(state.callsOf("lambda:Invoke").filter(({ status }) => status === 429)).toEqual([]);
  expect(new Set(state.invocations.map(({ region }) => region))).toEqual(new Set(["us-east-1", "eu-west-1"]));
});
