import { readdir } from "node:fs/promises";
import { join } from "node:path";
import { UpdateFunctionConfigurationCommand } from "@aws-sdk/client-lambda";
import { expect, test } from "vitest";
import { createLambdaTarget } from "../../src/targets/aws-lambda/lambda-target.ts";
import { restoreFunctions } from "../../src/targets/aws-lambda/restore-functions.ts";
import { SavedFunctions } from "../../src/targets/aws-lambda/saved-functions.ts";
import type { CleanUp } from "../../src/targets/aws-lambda/what-becomes-of.ts";
import { createActive, lambdaClient, untilSettled } from "./clients.ts";
import { type CloudBench, openCloudBench, take, variantOf } from "./target-bench.ts";

const arn = "arn:aws:lambda:eu-west-1:123456789012:function:orders";
const settings = {
  FunctionName: "orders",
  Description: "Takes orders",
  MemorySize: 1024,
  Timeout: 30,
  EphemeralStorage: { Size: 1024 },
  Environment: { Variables: { TABLE: "orders", TOKEN: "a-secret-token" } },
};

/** A bench with a function that somebody else made. */
async function benchWithFunction(): Promise<CloudBench> {
  const bench = await openCloudBench({}, { functionArn: arn });
  await createActive(lambdaClient(bench.server.endpoint, "eu-west-1"), settings);
  return bench;
}

function settingsNow({ server }: CloudBench) {
  const { variables, description, memoryMb, timeoutSeconds, ephemeralStorageMb } =
    server.state.functions[0]?.latest.settings ?? {};
  return { variables, description, memoryMb, timeoutSeconds, ephemeralStorageMb };
}

test("an existing function is measured with the variant's limits, and is as it was afterwards", async () => {
  await using bench = await benchWithFunction();
  const before = settingsNow(bench);
  const { state } = bench.server;
  for (const memoryMb of [256, 512]) {
    const prepared = await bench.prepare({ memoryMb });
    expect(prepared.facts.functionDigest).toMatch(/^[0-9a-f]{64}$/);
    const [cold, warm] = await take(prepared);
    expect([cold?.status, warm?.status]).toEqual(["ok", "ok"]);
    expect(state.invocations.at(-1)).toMatchObject({ functionName: "orders", memoryMb });
    expect(settingsNow(bench).variables).toMatchObject({ TABLE: "orders", THAW_COLD: expect.any(String) });
  }
  expect(bench.target.atOnce).toBe(1);
  await bench.target.dispose();
  expect(settingsNow(bench)).toEqual(before);
  expect(state.functions.map(({ name }) => name)).toEqual(["orders"]);
  expect(state.versions).toEqual([]);
  expect(await readdir(join(bench.options.cacheFolder, "functions"))).toEqual([]);
});

test("one that was only looked at is not changed at all", async () => {
  await using bench = await benchWithFunction();
  await bench.prepare();
  await bench.target.dispose();
  expect(bench.server.state.callsOf("lambda:UpdateFunctionConfiguration")).toEqual([]);
});

test("a run in the middle of a change puts it back, also when calls are lost", async () => {
  await using bench = await benchWithFunction();
  const before = settingsNow(bench);
  const prepared = await bench.prepare();
  bench.server.faults.lostControl = 0.2;
  bench.server.faults.throttled = 0.2;
  const starting = prepared.start().catch(() => {});
  await bench.target.abort();
  await bench.target.dispose();
  await starting;
  expect(settingsNow(bench)).toEqual(before);
});

test("after a run that was killed, the next knows what the function was before", async () => {
  await using bench = await benchWithFunction();
  const before = settingsNow(bench);
  await take(await bench.prepare());
  const next = createLambdaTarget(bench.options);
  const prepared = await next.prepare(variantOf(), undefined, new AbortController().signal);
  await take(prepared);
  await next.dispose();
  expect(settingsNow(bench)).toEqual(before);
});

test("after one that was killed on another machine it is refused, and left alone", async () => {
  await using bench = await benchWithFunction();
  const before = settingsNow(bench);
  await take(await bench.prepare());
  const changed = settingsNow(bench);
  const elsewhere = createLambdaTarget({
    ...bench.options,
    cacheFolder: `${bench.options.cacheFolder}-other`,
  });
  await expect(elsewhere.prepare(variantOf(), undefined, new AbortController().signal)).rejects.toThrow(
    "orders: expected its configuration as it was before thaw changed it, got none",
  );
  await elsewhere.dispose();
  expect(settingsNow(bench)).toEqual(changed);
  await bench.target.dispose();
  expect(settingsNow(bench)).toEqual(before);
});

/** Somebody else's update, until it is done. */
async function changedBySomebody({ server }: CloudBench, change: object): Promise<void> {
  const client = lambdaClient(server.endpoint, "eu-west-1");
  await client.send(new UpdateFunctionConfigurationCommand({ FunctionName: "orders", ...change }));
  await untilSettled(client, "orders");
}

test("what somebody else changed meanwhile stays and is said by name, and all that thaw changed is put back", async () => {
  await using bench = await benchWithFunction();
  const before = settingsNow(bench);
  await take(await bench.prepare());
  const variables = { ...settingsNow(bench).variables, TOKEN: "a-new-token" };
  await changedBySomebody(bench, {
    Handler: "other.handler",
    Timeout: 17,
    Environment: { Variables: variables },
  });
  await expect(bench.target.dispose()).rejects.toThrow(
    "orders: somebody else changed Handler, Timeout, variable TOKEN while thaw measured it; that is as they left it, and all that thaw changed is as it was",
  );
  expect(settingsNow(bench)).toEqual({
    ...before,
    timeoutSeconds: 17,
    variables: { ...before.variables, TOKEN: "a-new-token" },
  });
  expect(bench.server.state.functions[0]?.latest.settings.handler).toBe("other.handler");
  expect(await readdir(join(bench.options.cacheFolder, "functions"))).toEqual([]);
});

test("a change by somebody else ends the measuring, and is not overwritten", async () => {
  await using bench = await benchWithFunction();
  const prepared = await bench.prepare();
  await take(prepared);
  await changedBySomebody(bench, { MemorySize: 3008 });
  await expect(prepared.start()).rejects.toThrow(
    "orders: somebody else changed MemorySize while thaw measured it",
  );
  expect(settingsNow(bench).memoryMb).toBe(3008);
  const refused = bench.server.state.callsOf("lambda:UpdateFunctionConfiguration").at(-1);
  expect(refused?.error).toBe("PreconditionFailedException");
  await bench.target.dispose().catch(() => {});
  expect(settingsNow(bench)).toMatchObject({
    memoryMb: 3008,
    timeoutSeconds: 30,
    variables: settings.Environment.Variables,
  });
});

test("another revision of the same configuration is no change by somebody else", async () => {
  await using bench = await benchWithFunction();
  const before = settingsNow(bench);
  const prepared = await bench.prepare();
  await take(prepared);
  await changedBySomebody(bench, { MemorySize: 256 });
  expect((await take(prepared))[0]?.status).toBe("ok");
  await bench.target.dispose();
  expect(settingsNow(bench)).toEqual(before);
});

test("while one run measures a function, no other does, and no clean-up touches it", async () => {
  await using bench = await benchWithFunction();
  await take(await bench.prepare());
  const changed = settingsNow(bench);
  const mayLive = (owner: string) => owner === "test";
  const other = createLambdaTarget({ ...bench.options, mayLive });
  await expect(other.prepare(variantOf(), undefined, new AbortController().signal)).rejects.toThrow(
    "orders: another thaw measures it",
  );
  await other.dispose();
  const notes = new SavedFunctions(bench.options.cacheFolder, bench.options.endpoint);
  const restore = (cleanUp: CleanUp) => restoreFunctions(bench.options, ["eu-west-1"], notes, cleanUp);
  expect(await restore({ mayLive })).toEqual({ restored: [], measured: [arn], unrestored: [] });
  expect((await restore({ dryRun: true })).restored).toEqual([{ arn, others: [] }]);
  expect(settingsNow(bench)).toEqual(changed);
});

test("a clean-up says which function it could not put back, and the next one does", async () => {
  await using bench = await benchWithFunction();
  const before = settingsNow(bench);
  await take(await bench.prepare());
  const notes = new SavedFunctions(bench.options.cacheFolder, bench.options.endpoint);
  const restore = () => restoreFunctions(bench.options, ["eu-west-1"], notes, {});
  bench.server.faults.accessDenied = { "lambda:UpdateFunctionConfiguration": 1 };
  expect((await restore()).unrestored).toEqual([
    { arn, reason: "lambda:UpdateFunctionConfiguration in eu-west-1: access denied" },
  ]);
  bench.server.faults.accessDenied = {};
  expect((await restore()).restored).toEqual([{ arn, others: [] }]);
  expect(settingsNow(bench)).toEqual(before);
});

test("another runtime, a version or a missing function is refused", async () => {
  await using bench = await benchWithFunction();
  await expect(bench.prepare({ runtime: "python3.13" })).rejects.toThrow(
    "--function: expected a function of python3.13, got one of nodejs24.x",
  );
  for (const wrong of [`${arn}:1`, `${arn}-missing`, "orders"]) {
    const target = createLambdaTarget({ ...bench.options, functionArn: wrong });
    await expect(target.prepare(variantOf(), undefined, new AbortController().signal)).rejects.toThrow(
      /^--function: expected/,
    );
    await target.dispose();
  }
});
