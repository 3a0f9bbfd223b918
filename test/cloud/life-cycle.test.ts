import { expect, test } from "vitest";
import { openCloudBench, take } from "./target-bench.ts";

test("a function is deployed, brought to cold starts, invoked and removed", async () => {
  await using bench = await openCloudBench();
  const { server, target } = bench;
  const prepared = await bench.prepare();
  expect(prepared.facts).toMatchObject({
    functionDigest: expect.stringMatching(/^[0-9a-f]{64}$/),
    region: "eu-west-1",
    endpoint: server.endpoint,
    runtimeVersionArn: expect.stringContaining(":runtime:"),
  });
  for (let environment = 0; environment < 3; environment++) {
    const [cold, warm] = await take(prepared);
    expect(cold).toMatchObject({ status: "ok", copy: expect.any(Number), requestId: expect.any(String) });
    expect(cold?.coldStartMs).toBeCloseTo((cold?.initMs ?? 0) + (cold?.durationMs ?? 0));
    expect(cold?.coldTotalMs).toBe(cold?.roundTripMs);
    expect(cold?.roundTripMs).toBeGreaterThan(cold?.initMs ?? 0);
    expect(warm).toMatchObject({ status: "ok", billedMs: expect.any(Number), maxMemoryMb: 40 });
    expect(warm?.initMs).toBeUndefined();
    expect(warm?.unattributedMs).toBeCloseTo((warm?.roundTripMs ?? 0) - (warm?.durationMs ?? 0));
  }
  await target.dispose();
  expect(server.state.left()).toEqual([]);
});

test("every environment is new, and the same for all of its invocations", async () => {
  await using bench = await openCloudBench();
  const prepared = await bench.prepare({ samples: { cold: 4, warm: 2, settle: 0, warmupBlocks: 0 } });
  for (let environment = 0; environment < 4; environment++) {
    await take(prepared, 2);
  }
  const { invocations } = bench.server.state;
  expect(invocations.map(({ cold }) => cold)).toEqual(
    Array.from({ length: 12 }, (_, index) => index % 3 === 0),
  );
  expect(
    new Set(invocations.map(({ functionName, environment }) => `${functionName} ${environment}`)).size,
  ).toBe(4);
});

test("what is made carries the run in its name, and in its tags whose it is and until when", async () => {
  await using bench = await openCloudBench();
  await bench.prepare();
  const [fn] = bench.server.state.functions;
  expect(fn?.name).toMatch(/^thaw-2026-11-30T16-00-00Z-a1b2-[0-9a-f]{8}-0$/);
  expect(Object.fromEntries(fn?.tags ?? [])).toEqual({
    "thaw:owner": "test",
    "thaw:run": "2026-11-30T16-00-00Z-a1b2",
    "thaw:expiry": expect.stringMatching(/^\d{4}-\d\d-\d\dT/),
  });
});

test("the variable that is changed is there from the first deployment, and its values have one length", async () => {
  await using bench = await openCloudBench({}, { copies: 1 });
  const prepared = await bench.prepare({ environment: { GREETING: "hello" } });
  const variables = () => bench.server.state.functions[0]?.latest.settings.variables ?? {};
  const seen = [variables()];
  for (let environment = 0; environment < 3; environment++) {
    const live = await prepared.start();
    seen.push(variables());
    await live.stop();
  }
  expect(new Set(seen.map(({ THAW_COLD }) => THAW_COLD)).size).toBeGreaterThan(2);
  expect(new Set(seen.map(({ THAW_COLD }) => THAW_COLD?.length))).toEqual(new Set([8]));
  expect(seen.every(({ GREETING }) => GREETING === "hello")).toBe(true);
});
