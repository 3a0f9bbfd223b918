import { InvokeCommand, PutFunctionEventInvokeConfigCommand } from "@aws-sdk/client-lambda";
import { expect, test } from "vitest";
import type { Variant } from "../../src/plan/variant.ts";
import { createActive, lambdaClient } from "./clients.ts";
import { startLambdaServer } from "./server/start-lambda-server.ts";
import { openCloudBench, take } from "./target-bench.ts";

const event = new InvokeCommand({ FunctionName: "hello", InvocationType: "Event", Payload: "{}" });

test("the server tries an event that failed twice more, or as often as it is told", async () => {
  await using server = await startLambdaServer({ behaviour: () => ({ outcome: "error" }) });
  const client = lambdaClient(server.endpoint);
  await createActive(client);
  await client.send(event);
  await expect.poll(() => server.state.invocations.length, { timeout: 5000 }).toBe(3);
  expect(new Set(server.state.invocations.map(({ requestId }) => requestId)).size).toBe(1);
  await client.send(
    new PutFunctionEventInvokeConfigCommand({ FunctionName: "hello", MaximumRetryAttempts: 0 }),
  );
  await client.send(event);
  await expect.poll(() => server.state.invocations.length, { timeout: 5000 }).toBe(4);
  await new Promise((resolve) => setTimeout(resolve, 100));
  expect(server.state.invocations).toHaveLength(4);
});

const methods: readonly Partial<Variant>[] = [
  { lambda: { invoke: "async" } },
  { lambda: { invoke: "async", method: "published-version" } },
  { lambda: { invoke: "async" }, snapStart: true },
];

test.each(methods)(
  "an event that fails is run once, and its failure told by the log: %j",
  async (changes) => {
    await using bench = await openCloudBench({
      behaviour: () => ({ outcome: "error", initMs: 20, restoreMs: 20 }),
    });
    const [cold, warm] = await take(await bench.prepare(changes));
    for (const observation of [cold, warm]) {
      expect(observation).toMatchObject({
        status: "function-error",
        error: { type: "Error", message: "the function was told to fail" },
        durationMs: expect.any(Number),
      });
    }
    expect(bench.server.state.invocations).toHaveLength(2);
  },
);
