import { expect, test } from "vitest";
import type { Observation } from "../../src/samples/sample.ts";
import type { FunctionRun, LambdaServerOptions } from "./server/options.ts";
import { openCloudBench, take } from "./target-bench.ts";

/** A cold and a warm invocation of a function whose log is JSON. */
async function takeJson(
  run: FunctionRun,
  options: Partial<LambdaServerOptions> = {},
): Promise<{ readonly taken: readonly Observation[]; readonly calls: readonly string[] }> {
  await using bench = await openCloudBench({ behaviour: () => run, ...options });
  const prepared = await bench.prepare({ lambda: { logFormat: "json" } });
  expect(prepared.facts.logFormat).toBe("json");
  const taken = await take(prepared);
  return { taken, calls: bench.server.state.calls.map(({ action }) => action) };
}

const run = { initMs: 60, durationMs: 20, extensionMs: 8 };
const spans = {
  runtimeDone: expect.closeTo(12),
  responseLatency: expect.closeTo(9),
  responseDuration: 0,
  runtimeOverhead: expect.closeTo(3),
  extensionOverhead: 8,
};

test("with JSON logs each invocation holds Lambda's spans beside its phases, from the tail alone", async () => {
  const { taken, calls } = await takeJson(run);
  const [cold, warm] = taken;
  expect(cold).toMatchObject({ status: "ok", initMs: 60, durationMs: 20, billedMs: 80 });
  expect(cold?.platformMs).toEqual({ initRuntimeDone: 60, ...spans });
  expect(cold?.runtimeVersionArn).toMatch(/^arn:aws:lambda:eu-west-1::runtime:/);
  expect(warm).toMatchObject({ status: "ok", durationMs: 20 });
  expect(warm?.platformMs).toEqual(spans);
  expect(calls).not.toContain("logs:FilterLogEvents");
});

test("a tail of JSON that is cut in the middle of a line is made whole from CloudWatch Logs", async () => {
  const log = Array.from({ length: 40 }, (_, line) => `line ${line} ${"x".repeat(90)}`).join("\n");
  const { taken, calls } = await takeJson({ ...run, log });
  const [cold, warm] = taken;
  expect(cold?.platformMs).toEqual({ initRuntimeDone: 60, ...spans });
  expect(warm?.platformMs).toEqual(spans);
  // The warm one's end holds all that there is of it.
  expect(calls.filter((action) => action === "logs:FilterLogEvents").length).toBeGreaterThan(0);
});

test("an init that nobody waited for is told by the times in the tail, however long the way is", async () => {
  await using bench = await openCloudBench({
    faults: { proactiveInit: 1 },
    // Long beside the init: round trips cannot tell.
    behaviour: () => ({ initMs: 1, durationMs: 1 }),
  });
  const [cold] = await take(await bench.prepare({ lambda: { logFormat: "json" } }), 0);
  expect(bench.server.state.invocations).toMatchObject([{ birth: "proactive" }]);
  expect(cold).toMatchObject({
    status: "contaminated",
    error: { message: "the environment was initialised long before it was invoked" },
  });
  expect(bench.server.state.callsOf("logs:FilterLogEvents")).toEqual([]);
});

test("a text log is what a function has unless a scenario asks for another, and says so", async () => {
  await using bench = await openCloudBench();
  const prepared = await bench.prepare();
  expect(prepared.facts.logFormat).toBe("text");
  const taken = await take(prepared);
  expect(taken.map(({ platformMs }) => platformMs)).toEqual([undefined, undefined]);
});

test("an error that nobody caught is the function's in JSON, too", async () => {
  const { taken } = await takeJson({ ...run, outcome: "error" });
  expect(taken.map(({ status, error }) => [status, error?.message])).toEqual(
    Array(2).fill(["function-error", "the function was told to fail"]),
  );
});
