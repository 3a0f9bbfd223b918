import {
  CreateFunctionCommand,
  DeleteFunctionCommand,
  GetAccountSettingsCommand,
  GetFunctionCommand,
  GetFunctionConfigurationCommand,
  InvokeCommand,
  type LambdaClient,
  ListTagsCommand,
  ListVersionsByFunctionCommand,
  PublishVersionCommand,
  PutFunctionConcurrencyCommand,
  paginateListFunctions,
  TagResourceCommand,
  UpdateFunctionCodeCommand,
  UpdateFunctionConfigurationCommand,
} from "@aws-sdk/client-lambda";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { zipOf } from "../unit/packages/zip-writer.ts";
import { createActive, errorOf, lambdaClient, smallFunction, untilSettled } from "./clients.ts";
import { type LambdaServer, startLambdaServer } from "./server/start-lambda-server.ts";

let server: LambdaServer;
let client: LambdaClient;

beforeEach(async () => {
  server = await startLambdaServer({
    rates: { control: 1000, getFunction: 1000 },
    // Long enough to be seen on a machine that is busy.
    timing: { createMs: 400, updateMs: 400 },
  });
  client = lambdaClient(server.endpoint);
});

afterEach(() => server.stop());

const name = { FunctionName: "hello" };
const update = (variables: Record<string, string>) =>
  new UpdateFunctionConfigurationCommand({ ...name, Environment: { Variables: variables } });

describe("a function of the server", () => {
  test("is pending, then active, and only then answers and changes", async () => {
    const created = await client.send(new CreateFunctionCommand({ ...smallFunction, MemorySize: 512 }));
    expect(created).toMatchObject({ State: "Pending", StateReasonCode: "Creating", MemorySize: 512 });
    expect(await errorOf(client.send(new InvokeCommand(name)))).toBe("ResourceConflictException");
    expect(await errorOf(client.send(update({ A: "1" })))).toBe("ResourceConflictException");
    expect(await errorOf(client.send(new PublishVersionCommand(name)))).toBe("ResourceConflictException");
    await untilSettled(client);
    expect((await client.send(new InvokeCommand(name))).StatusCode).toBe(200);
  });

  test("can be created once, and not with what Lambda refuses", async () => {
    await createActive(client);
    const create = (changes: object) =>
      errorOf(
        client.send(new CreateFunctionCommand({ ...smallFunction, FunctionName: "other", ...changes })),
      );
    expect(await errorOf(client.send(new CreateFunctionCommand(smallFunction)))).toBe(
      "ResourceConflictException",
    );
    for (const wrong of [
      { MemorySize: 64 },
      { Timeout: 901 },
      { Role: "function" },
      { Code: { ZipFile: Buffer.from("no zip") } },
      { Environment: { Variables: { LONG: "x".repeat(4096) } } },
      { Layers: ["arn:aws:lambda:us-east-1:123456789012:layer:missing:1"] },
    ]) {
      expect(await create(wrong)).toBe("InvalidParameterValueException");
    }
  });

  test("keeps what an update leaves out, has another revision, and is busy meanwhile", async () => {
    await createActive(client, { Description: "first", Environment: { Variables: { A: "1", B: "2" } } });
    const before = await client.send(new GetFunctionConfigurationCommand(name));
    const updated = await client.send(update({ A: "2" }));
    expect(updated).toMatchObject({ LastUpdateStatus: "InProgress", State: "Active", Description: "first" });
    expect(updated.RevisionId).not.toBe(before.RevisionId);
    expect(await errorOf(client.send(update({ A: "3" })))).toBe("ResourceConflictException");
    await untilSettled(client);
    const after = await client.send(new GetFunctionConfigurationCommand(name));
    expect(after.Environment?.Variables).toEqual({ A: "2" });
    expect(after.RevisionId).not.toBe(before.RevisionId);
    const { Handler, Runtime, CodeSha256 } = before;
    expect(after).toMatchObject({ Handler, Runtime, CodeSha256 });
  });

  test("refuses an update that was meant for another revision", async () => {
    await createActive(client);
    const stale = new UpdateFunctionConfigurationCommand({ ...name, Timeout: 5, RevisionId: "another" });
    expect(await errorOf(client.send(stale))).toBe("PreconditionFailedException");
  });

  test("gets another digest with other code", async () => {
    await createActive(client);
    const before = await client.send(new GetFunctionCommand(name));
    const ZipFile = zipOf([{ name: "index.mjs", content: "export const handler = () => 1;" }]);
    const after = await client.send(new UpdateFunctionCodeCommand({ ...name, ZipFile }));
    expect(after.CodeSha256).not.toBe(before.Configuration?.CodeSha256);
    expect(after.CodeSize).toBe(ZipFile.length);
  });

  test("has a new version only when something has changed", async () => {
    await createActive(client);
    const publish = async () => (await client.send(new PublishVersionCommand(name))).Version;
    expect([await publish(), await publish()]).toEqual(["1", "1"]);
    await client.send(update({ A: "1" }));
    await untilSettled(client);
    expect(await publish()).toBe("2");
    const { Versions } = await client.send(new ListVersionsByFunctionCommand(name));
    expect(Versions?.map(({ Version }) => Version)).toEqual(["$LATEST", "1", "2"]);
    await client.send(new DeleteFunctionCommand({ ...name, Qualifier: "1" }));
    expect(server.state.versions).toEqual(["hello:2"]);
    expect(await errorOf(client.send(new InvokeCommand({ ...name, Qualifier: "1" })))).toBe(
      "ResourceNotFoundException",
    );
  });

  test("is tagged, and is gone with its versions when it is deleted", async () => {
    await createActive(client, { Tags: { owner: "a" }, Publish: true });
    const [Resource] = server.state.functions.map(({ arn }) => arn);
    await client.send(new TagResourceCommand({ Resource, Tags: { run: "b" } }));
    const { Tags } = await client.send(new ListTagsCommand({ Resource }));
    expect(Tags).toEqual({ owner: "a", run: "b" });
    await client.send(new DeleteFunctionCommand(name));
    expect(server.state.left()).toEqual([]);
    expect(await errorOf(client.send(new DeleteFunctionCommand(name)))).toBe("ResourceNotFoundException");
  });
});

test("functions are listed page by page, each region for itself", async () => {
  for (let index = 0; index < 7; index++) {
    await client.send(new CreateFunctionCommand({ ...smallFunction, FunctionName: `f${index}` }));
  }
  const names: (string | undefined)[] = [];
  let pages = 0;
  for await (const { Functions = [] } of paginateListFunctions({ client, pageSize: 3 }, {})) {
    names.push(...Functions.map(({ FunctionName }) => FunctionName));
    pages++;
  }
  expect(names).toEqual(["f0", "f1", "f2", "f3", "f4", "f5", "f6"]);
  expect(pages).toBe(3);
  const elsewhere = lambdaClient(server.endpoint, "eu-west-1");
  expect(await errorOf(elsewhere.send(new GetFunctionCommand({ FunctionName: "f0" })))).toBe(
    "ResourceNotFoundException",
  );
});

test("reservations leave other functions their share", async () => {
  await createActive(client);
  const reserve = (ReservedConcurrentExecutions: number) =>
    client.send(new PutFunctionConcurrencyCommand({ ...name, ReservedConcurrentExecutions }));
  await reserve(900);
  expect(await errorOf(reserve(901))).toBe("InvalidParameterValueException");
  const { AccountLimit, AccountUsage } = await client.send(new GetAccountSettingsCommand({}));
  expect(AccountLimit).toMatchObject({ ConcurrentExecutions: 1000, UnreservedConcurrentExecutions: 100 });
  expect(AccountUsage?.FunctionCount).toBe(1);
});
