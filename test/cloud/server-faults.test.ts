import {
  CreateFunctionUrlConfigCommand,
  DeleteFunctionCommand,
  GetFunctionCommand,
  GetFunctionConfigurationCommand,
  InvokeCommand,
  type LambdaClient,
  ListFunctionsCommand,
  TooManyRequestsException,
  UpdateFunctionConfigurationCommand,
} from "@aws-sdk/client-lambda";
import { afterEach, beforeEach, expect, test } from "vitest";
import { createActive, errorOf, lambdaClient, untilSettled } from "./clients.ts";
import { type LambdaServer, startLambdaServer } from "./server/start-lambda-server.ts";

let server: LambdaServer;
let client: LambdaClient;

beforeEach(async () => {
  server = await startLambdaServer({
    rates: { control: 1000, getFunction: 1000 },
    timing: { longestTimeoutMs: 20 },
  });
  client = lambdaClient(server.endpoint);
  await createActive(client);
});

afterEach(() => server.stop());

const name = { FunctionName: "hello" };
const configuration = () => client.send(new GetFunctionConfigurationCommand(name));
const change = (Timeout: number) => client.send(new UpdateFunctionConfigurationCommand({ ...name, Timeout }));
const tail = async () => {
  const { LogResult = "" } = await client.send(new InvokeCommand({ ...name, LogType: "Tail" }));
  return Buffer.from(LogResult, "base64").toString();
};

test("an update may stay in progress", async () => {
  server.faults.stuckUpdate = 1;
  await change(5);
  await new Promise((resolve) => setTimeout(resolve, 100));
  expect((await configuration()).LastUpdateStatus).toBe("InProgress");
  expect(await errorOf(change(6))).toBe("ResourceConflictException");
  await client.send(new DeleteFunctionCommand(name));
});

test("the status after an update may be that of before, though the update is under way", async () => {
  const before = await configuration();
  server.faults.staleStatus = 1;
  await change(5);
  const { RevisionId, LastUpdateStatus, Timeout } = await configuration();
  expect({ RevisionId, LastUpdateStatus, Timeout }).toEqual({
    RevisionId: before.RevisionId,
    LastUpdateStatus: "Successful",
    Timeout: 3,
  });
  await expect.poll(async () => (await configuration()).Timeout, { timeout: 2000 }).toBe(5);
});

test("a warm environment may answer where a change should have made it cold", async () => {
  await tail();
  server.faults.warmAnswer = 1;
  await change(5);
  await untilSettled(client);
  expect(await tail()).not.toContain("Init Duration");
});

test("a tail may be cut in the middle of a line, or end before the report", async () => {
  server.faults.longLog = 1;
  const cut = await tail();
  expect(cut).not.toMatch(/^(line \d+: ü|INIT_START|START)/);
  expect(cut).toContain("REPORT RequestId");
  server.faults.missingReport = 1;
  expect(await tail()).not.toContain("REPORT");
});

test("functions may fail in each way", async () => {
  for (const [fault, outcome] of [
    ["timeout", "timeout"],
    ["crash", "crash"],
    ["functionError", "error"],
  ] as const) {
    server.faults[fault] = 1;
    const { FunctionError } = await client.send(new InvokeCommand(name));
    expect(FunctionError).toBe("Unhandled");
    expect(server.state.invocations.at(-1)?.outcome).toBe(outcome);
    server.faults[fault] = 0;
  }
});

test("a connection may be lost before the function ran, and after", async () => {
  server.faults.lostBefore = 1;
  await expect(client.send(new InvokeCommand(name))).rejects.toMatchObject({ code: "ECONNRESET" });
  expect(server.state.invocations).toHaveLength(0);
  server.faults.lostBefore = 0;
  server.faults.lostAfter = 1;
  await expect(client.send(new InvokeCommand(name))).rejects.toMatchObject({ code: "ECONNRESET" });
  expect(server.state.invocations).toHaveLength(1);
  expect(server.state.callsOf("lambda:Invoke").map(({ status }) => status)).toEqual([0, 0]);
});

test("a request to a function URL is lost and denied as any invocation", async () => {
  const url = new CreateFunctionUrlConfigCommand({ ...name, AuthType: "NONE" });
  const { FunctionUrl = "" } = await client.send(url);
  server.faults.lostAfter = 1;
  await expect(fetch(FunctionUrl)).rejects.toThrow();
  expect(server.state.invocations).toMatchObject([{ kind: "url", cold: true }]);
  server.faults.lostAfter = 0;
  server.faults.accessDenied = { "lambda:InvokeFunctionUrl": 1 };
  expect((await fetch(FunctionUrl)).status).toBe(403);
});

test("credentials may be expired, an action denied, a region down", async () => {
  server.faults.expiredCredentials = 1;
  expect(await errorOf(configuration())).toBe("ExpiredTokenException");
  server.faults.expiredCredentials = 0;
  server.faults.accessDenied = { "lambda:InvokeFunction": 1 };
  expect(await errorOf(client.send(new InvokeCommand(name)))).toBe("AccessDeniedException");
  await configuration();
  server.faults.regionDown = { "eu-west-1": 1 };
  const elsewhere = lambdaClient(server.endpoint, "eu-west-1");
  await expect(elsewhere.send(new ListFunctionsCommand({}))).rejects.toMatchObject({ code: "ECONNRESET" });
  await configuration();
});

test("the first deletion of a thing may fail, the second does not", async () => {
  server.faults.cleanUpFailsOnce = 1;
  expect(await errorOf(client.send(new DeleteFunctionCommand(name)))).toBe("ServiceException");
  await client.send(new DeleteFunctionCommand(name));
  expect(server.state.functions).toEqual([]);
});

test("a call may be carried out though its answer is lost", async () => {
  server.faults.lostControl = 1;
  await expect(client.send(new DeleteFunctionCommand(name))).rejects.toMatchObject({ code: "ECONNRESET" });
  expect(server.state.functions).toEqual([]);
});

test("a call may be throttled at any rate, with a word on when to come again", async () => {
  server.faults.throttled = 1;
  const error: unknown = await client.send(new GetFunctionCommand(name)).catch((error: unknown) => error);
  expect(error).toBeInstanceOf(TooManyRequestsException);
  expect(error).toMatchObject({ retryAfterSeconds: "1", Reason: "CallerRateLimitExceeded" });
});

test("the same seed brings the same faults", async () => {
  const outcomes = async () => {
    await using other = await startLambdaServer({ seed: 7, faults: { functionError: 0.5 } });
    const asked = lambdaClient(other.endpoint);
    await createActive(asked);
    for (let index = 0; index < 20; index++) {
      await asked.send(new InvokeCommand(name));
    }
    return other.state.invocations.map(({ outcome }) => outcome);
  };
  const first = await outcomes();
  expect(new Set(first).size).toBe(2);
  expect(await outcomes()).toEqual(first);
});
