import { expect, test, vi } from "vitest";
import type { Variant } from "../../src/plan/variant.ts";
import { openCloudBench, take } from "./target-bench.ts";

/** Takes three environments of a variant and shows what the server knows of them. */
async function takeThree(changes: Partial<Variant>, idleMs = 0) {
  await using bench = await openCloudBench({ timing: { snapshotMs: 100 } }, { idleMs });
  const prepared = await bench.prepare(changes);
  const taken: Awaited<ReturnType<typeof take>>[] = [];
  const methods = new Set<string>();
  for (let environment = 0; environment < 3; environment++) {
    const live = await prepared.start();
    methods.add(live.method);
    const cold = (await live.invoke(Buffer.from("{}"))).observation;
    const warm = (await live.invoke(Buffer.from("{}"))).observation;
    taken.push([cold, warm]);
    await live.stop();
  }
  const { invocations, functions } = bench.server.state;
  const calls = bench.server.state.calls.map(({ action }) => action);
  const made = { functions: functions.length, versions: new Set(invocations.map(({ version }) => version)) };
  await bench.target.dispose();
  expect(bench.server.state.left()).toEqual([]);
  return { taken, methods: [...methods], made, invocations, calls };
}

test("published-version invokes a new version for each cold start", async () => {
  const { taken, methods, made } = await takeThree({ lambda: { method: "published-version" } });
  expect(methods).toEqual(["published-version"]);
  expect(taken.map(([cold, warm]) => [cold?.status, warm?.status])).toEqual(Array(3).fill(["ok", "ok"]));
  expect([...made.versions].every((version) => version !== "$LATEST")).toBe(true);
});

test("first-deploy makes a new function for each cold start", async () => {
  const { taken, methods, invocations } = await takeThree({ lambda: { method: "first-deploy" } });
  expect(methods).toEqual(["first-deploy"]);
  expect(new Set(invocations.map(({ functionName }) => functionName)).size).toBe(3);
  expect(new Set(taken.map(([cold]) => cold?.copy)).size).toBe(3);
});

test("a function that is gone before the run ends leaves no log", async () => {
  await using bench = await openCloudBench({}, { patience: { lateLogMs: 500 } });
  const prepared = await bench.prepare({ lambda: { method: "first-deploy" } });
  for (let environment = 0; environment < 3; environment++) {
    await take(prepared);
  }
  await vi.waitFor(() => expect(bench.server.state.functions).toEqual([]), { timeout: 5000 });
  expect(bench.server.state.logGroups).not.toEqual([]);
  await bench.target.dispose();
  expect(bench.server.state.left()).toEqual([]);
});

test("idle waits until an environment is gone", async () => {
  await using bench = await openCloudBench({ timing: { idleMs: 150 } }, { idleMs: 300, copies: 1 });
  const prepared = await bench.prepare({ lambda: { method: "idle" } });
  const taken = [await take(prepared), await take(prepared)];
  expect(taken.map(([cold, warm]) => [cold?.status, warm?.status])).toEqual(Array(2).fill(["ok", "ok"]));
  // One more that is no sample: a function's very first environment is another thing.
  expect(bench.server.state.invocations).toHaveLength(5);
});

test("a snapshot is restored, and its cold start holds the restore in place of an init", async () => {
  const { taken, methods } = await takeThree({ snapStart: true });
  expect(methods).toEqual(["restore"]);
  for (const [cold] of taken) {
    expect(cold).toMatchObject({
      status: "ok",
      restoreMs: expect.any(Number),
      billedRestoreMs: expect.any(Number),
    });
    expect(cold?.initMs).toBeUndefined();
    expect(cold?.coldStartMs).toBeCloseTo((cold?.restoreMs ?? 0) + (cold?.durationMs ?? 0));
  }
});

test("provisioned environments are initialised ahead, and stand no longer than they are needed", async () => {
  const { taken, methods, calls } = await takeThree({ lambda: { provisioned: 1 } });
  expect(methods).toEqual(["provisioned"]);
  for (const [cold, warm] of taken) {
    expect([cold?.status, warm?.status]).toEqual(["ok", "ok"]);
    expect(cold?.initMs).toBeGreaterThan(0);
  }
  const ended = calls.filter((action) => action === "lambda:DeleteProvisionedConcurrencyConfig");
  expect(ended.length).toBeGreaterThanOrEqual(2);
});

test("a streamed answer is waited for to its last byte", async () => {
  const { taken } = await takeThree({ lambda: { invoke: "stream" } });
  for (const [cold, warm] of taken) {
    expect([cold?.status, warm?.status]).toEqual(["ok", "ok"]);
    expect(cold?.roundTripMs).toBeGreaterThan(cold?.coldStartMs ?? Number.NaN);
    expect(warm?.responseBytes).toBeGreaterThan(0);
  }
});

test("a function URL is asked by signed requests, and the log says what came of them", async () => {
  const { taken, invocations } = await takeThree({ lambda: { invoke: "url" } });
  for (const [cold, warm] of taken) {
    expect([cold?.status, warm?.status]).toEqual(["ok", "ok"]);
    expect(cold?.coldTotalMs).toBeGreaterThan(cold?.coldStartMs ?? Number.NaN);
    expect(warm?.durationMs).toBeGreaterThan(0);
  }
  expect(invocations.map(({ kind }) => kind)).toEqual(Array(6).fill("url"));
});

test("an event that is left is looked up in the log", async () => {
  const { taken } = await takeThree({ lambda: { invoke: "async" } });
  for (const [cold, warm] of taken) {
    expect([cold?.status, warm?.status]).toEqual(["ok", "ok"]);
    expect(cold?.coldStartMs).toBeGreaterThan(0);
    expect(cold?.coldTotalMs).toBeUndefined();
    expect(warm?.unattributedMs).toBeUndefined();
  }
});

test("an image is deployed by its name", async () => {
  const name = "123456789012.dkr.ecr.eu-west-1.amazonaws.com/hello:1";
  const { taken } = await takeThree({
    package: "image",
    code: undefined,
    handler: undefined,
    image: { source: { kind: "uri", name }, command: ["index.handler"] },
  });
  expect(taken.map(([cold]) => cold?.status)).toEqual(["ok", "ok", "ok"]);
});
