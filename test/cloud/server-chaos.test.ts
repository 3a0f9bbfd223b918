import {
  CreateFunctionCommand,
  DeleteFunctionCommand,
  GetFunctionCommand,
  InvokeCommand,
  type LambdaClient,
  PublishVersionCommand,
  UpdateFunctionConfigurationCommand,
} from "@aws-sdk/client-lambda";
import { expect, test } from "vitest";
import { lambdaClient, smallFunction } from "./clients.ts";
import { type ChanceFaults, noFaults } from "./server/faults.ts";
import { startLambdaServer } from "./server/start-lambda-server.ts";

const { accessDenied, regionDown, ...chances } = noFaults;
const someOfEach = Object.fromEntries(Object.keys(chances).map((fault) => [fault, 0.05]));

test("with every fault at once the server fails only as AWS does, and keeps account of everything", async () => {
  await using server = await startLambdaServer({
    rates: { control: 1000, getFunction: 1000 },
    timing: { createMs: 5, updateMs: 5, stuckUpdateMs: 30, longestTimeoutMs: 5 },
    behaviour: () => ({ initMs: 2, durationMs: 1 }),
    faults: {
      ...(someOfEach as Partial<ChanceFaults>),
      accessDenied: { "lambda:InvokeFunction": 0.05 },
      regionDown: { "us-east-1": 0.05 },
    },
  });
  const client = lambdaClient(server.endpoint);
  const answered = await Promise.all(Array.from({ length: 8 }, (_, index) => lifeOf(client, `f${index}`)));
  const { calls, invocations } = server.state;
  expect(calls.filter(({ error }) => error === "ServerBug")).toEqual([]);
  expect(new Set(calls.map(({ status }) => status)).size).toBeGreaterThan(4);
  const ran = calls.filter(({ action, status }) => action === "lambda:Invoke" && status === 200).length;
  expect(answered.reduce((sum, count) => sum + count, 0)).toBe(ran);
  expect(invocations.length).toBeGreaterThanOrEqual(ran);
  expect(server.state.functions).toEqual([]);
});

/** Creates, changes, invokes and deletes, each until it is done or was tried often; how many invocations were answered. */
async function lifeOf(client: LambdaClient, FunctionName: string): Promise<number> {
  const name = { FunctionName };
  let answered = 0;
  await tried(() => client.send(new CreateFunctionCommand({ ...smallFunction, FunctionName })));
  for (let round = 0; round < 10; round++) {
    const Environment = { Variables: { COLD: String(round) } };
    await tried(() => client.send(new UpdateFunctionConfigurationCommand({ ...name, Environment })));
    await tried(() => client.send(new GetFunctionCommand(name)));
    await tried(() => client.send(new PublishVersionCommand(name)), 1);
    answered += (await tried(() => client.send(new InvokeCommand({ ...name, LogType: "Tail" })), 1)) ? 1 : 0;
  }
  await tried(() => client.send(new DeleteFunctionCommand(name)), 50, "ResourceNotFoundException");
  return answered;
}

async function tried(call: () => Promise<unknown>, times = 20, enough?: string): Promise<boolean> {
  for (let left = times; left > 0; left--) {
    try {
      await call();
      return true;
    } catch (error) {
      if (error instanceof Error && error.name === enough) {
        return true;
      }
    }
  }
  return false;
}
