import { readdir } from "node:fs/promises";
import { join } from "node:path";
import { UpdateFunctionConfigurationCommand } from "@aws-sdk/client-lambda";
import { expect, test } from "vitest";
import { createLambdaTarget } from "../../src/targets/aws-lambda/lambda-target.ts";
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

test("what somebody else changed meanwhile is said by name, and no value is told", async () => {
  await using bench = await benchWithFunction();
  await take(await bench.prepare());
  const client = lambdaClient(bench.server.endpoint, "eu-west-1");
  await client.send(
    new UpdateFunctionConfigurationCommand({ FunctionName: "orders", Handler: "other.handler" }),
  );
  await untilSettled(client, "orders");
  const message = await bench.target.dispose().then(
    () => "",
    (error: Error) => error.message,
  );
  expect(message).toBe("orders: expected its configuration as it was before, got other values of Handler");
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
