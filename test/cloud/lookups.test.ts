import { expect, test } from "vitest";
import { UnavailableError } from "../../src/shared/errors.ts";
import { openCloudBench, take } from "./target-bench.ts";

test("a report is found though it stands pages behind what the function wrote", async () => {
  const log = Array.from({ length: 300 }, (_, line) => `line ${line} ${"x".repeat(30)}`).join("\n");
  await using bench = await openCloudBench({
    logPageEvents: 40,
    faults: { missingReport: 1 },
    behaviour: () => ({ initMs: 30, durationMs: 2, log }),
  });
  const [cold] = await take(await bench.prepare(), 0);
  expect(cold).toMatchObject({ status: "ok", initMs: 30, durationMs: 2 });
  // 300 lines and those of the platform are eight pages, once for the report and once for the init before it.
  expect(bench.server.state.callsOf("logs:FilterLogEvents").length).toBeGreaterThanOrEqual(16);
}, 30_000);

test("an init hours before its invocation is found in the environment's stream", async () => {
  await using bench = await openCloudBench({
    faults: { proactiveInit: 1, missingReport: 1 },
    behaviour: () => ({ initMs: 1, durationMs: 1 }),
  });
  const [cold] = await take(await bench.prepare(), 0);
  expect(cold).toMatchObject({
    status: "contaminated",
    error: { message: "the environment was initialised long before it was invoked" },
  });
});

test("an invocation whose report never comes keeps its round trip, its name and its copy", async () => {
  await using bench = await openCloudBench(
    { faults: { missingReport: 1 }, timing: { logDelayMs: Number.POSITIVE_INFINITY } },
    { patience: { readyMs: 2000, logMs: 100, lateLogMs: 0 } },
  );
  const [cold] = await take(await bench.prepare(), 0);
  expect(cold).toMatchObject({
    status: "target-error",
    error: { type: "Thaw.NoReport" },
    roundTripMs: expect.any(Number),
    coldTotalMs: cold?.roundTripMs,
    requestId: bench.server.state.invocations[0]?.requestId,
    copy: 0,
  });
});

test("what may not be read ends the run", async () => {
  await using bench = await openCloudBench({
    faults: { missingReport: 1, accessDenied: { "logs:FilterLogEvents": 1 } },
  });
  const prepared = await bench.prepare();
  await expect(take(prepared)).rejects.toThrow(UnavailableError);
});
