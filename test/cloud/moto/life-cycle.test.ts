import {
  CreateFunctionCommand,
  DeleteFunctionCommand,
  DeleteLayerVersionCommand,
  GetFunctionCommand,
  GetFunctionConfigurationCommand,
  GetLayerVersionCommand,
  type LambdaClient,
  ListFunctionsCommand,
  ListLayersCommand,
  ListLayerVersionsCommand,
  ListTagsCommand,
  ListVersionsByFunctionCommand,
  PublishLayerVersionCommand,
  PublishVersionCommand,
  PutFunctionConcurrencyCommand,
  PutFunctionEventInvokeConfigCommand,
  TagResourceCommand,
  UpdateFunctionCodeCommand,
  UpdateFunctionConfigurationCommand,
} from "@aws-sdk/client-lambda";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { zipOf } from "../../unit/packages/zip-writer.ts";
import { echoZip, errorOf, lambdaClient, smallFunction } from "../clients.ts";
import { createRole } from "./create-role.ts";
import { type Moto, startMoto, withoutMoto } from "./start-moto.ts";

describe.skipIf(withoutMoto !== undefined)(`moto (${withoutMoto ?? "built"})`, () => {
  let moto: Moto;
  let client: LambdaClient;
  let Role: string;
  let name: { FunctionName: string };
  let count = 0;

  beforeAll(async () => {
    moto = await startMoto();
    client = lambdaClient(moto.endpoint);
    Role = await createRole(moto.endpoint, "thaw-function");
  });

  afterAll(() => moto?.[Symbol.asyncDispose]());

  beforeEach(async () => {
    name = { FunctionName: `thaw-run-${count++}` };
    await client.send(new CreateFunctionCommand({ ...smallFunction, ...name, Role, Tags: { owner: "a" } }));
  });

  test("creates a function that is active, and does so once", async () => {
    const { Configuration, Tags } = await client.send(new GetFunctionCommand(name));
    expect(Configuration).toMatchObject({
      State: "Active",
      LastUpdateStatus: "Successful",
      Handler: "index.handler",
    });
    expect(Tags).toEqual({ owner: "a" });
    const again = new CreateFunctionCommand({ ...smallFunction, ...name, Role });
    expect(await errorOf(client.send(again))).toBe("ResourceConflictException");
  });

  test("takes JSON logs, and events that are not tried again", async () => {
    const FunctionName = `${name.FunctionName}-json`;
    const LoggingConfig = {
      LogFormat: "JSON",
      SystemLogLevel: "DEBUG",
      ApplicationLogLevel: "INFO",
    } as const;
    await client.send(new CreateFunctionCommand({ ...smallFunction, FunctionName, Role, LoggingConfig }));
    const config = { FunctionName, MaximumRetryAttempts: 0 };
    const put = await client.send(new PutFunctionEventInvokeConfigCommand(config));
    expect(put).toMatchObject({ MaximumRetryAttempts: 0 });
  });

  test("changes configuration and keeps what is left out", async () => {
    const Environment = { Variables: { COLD: "0001" } };
    await client.send(new UpdateFunctionConfigurationCommand({ ...name, Environment, MemorySize: 512 }));
    const after = await client.send(new GetFunctionConfigurationCommand(name));
    expect(after).toMatchObject({ Environment, MemorySize: 512, Timeout: 3, LastUpdateStatus: "Successful" });
  });

  test("changes code", async () => {
    const { CodeSha256 } = await client.send(new GetFunctionConfigurationCommand(name));
    const ZipFile = zipOf([{ name: "index.mjs", content: "export const handler = () => 1;" }]);
    await client.send(new UpdateFunctionCodeCommand({ ...name, ZipFile }));
    expect((await client.send(new GetFunctionConfigurationCommand(name))).CodeSha256).not.toBe(CodeSha256);
  });

  test("publishes versions, lists and deletes them one by one", async () => {
    expect((await client.send(new PublishVersionCommand(name))).Version).toBe("1");
    await client.send(new UpdateFunctionConfigurationCommand({ ...name, Description: "second" }));
    expect((await client.send(new PublishVersionCommand(name))).Version).toBe("2");
    await client.send(new DeleteFunctionCommand({ ...name, Qualifier: "1" }));
    const { Versions } = await client.send(new ListVersionsByFunctionCommand(name));
    expect(Versions?.map(({ Version }) => Version)).toEqual(["$LATEST", "2"]);
  });

  test("tags functions", async () => {
    const { Configuration } = await client.send(new GetFunctionCommand(name));
    const Resource = Configuration?.FunctionArn;
    await client.send(new TagResourceCommand({ Resource, Tags: { run: "b" } }));
    expect((await client.send(new ListTagsCommand({ Resource }))).Tags).toEqual({ owner: "a", run: "b" });
  });

  test("keeps layers: published, shown with a function, listed, deleted", async () => {
    const layer = { LayerName: `thaw-layer-${count}` };
    const publish = new PublishLayerVersionCommand({
      ...layer,
      Content: { ZipFile: echoZip },
      Description: "x",
    });
    const { LayerVersionArn = "" } = await client.send(publish);
    const { Layers } = await client.send(
      new UpdateFunctionConfigurationCommand({ ...name, Layers: [LayerVersionArn] }),
    );
    expect(Layers).toMatchObject([{ Arn: LayerVersionArn, CodeSize: echoZip.length }]);
    const version = { ...layer, VersionNumber: 1 };
    const { Content } = await client.send(new GetLayerVersionCommand(version));
    expect(Content?.CodeSize).toBe(echoZip.length);
    const listed = async () =>
      (await client.send(new ListLayersCommand({}))).Layers?.filter(
        ({ LayerName }) => LayerName === layer.LayerName,
      );
    expect(await listed()).toMatchObject([{ LatestMatchingVersion: { Version: 1, Description: "x" } }]);
    await client.send(new DeleteLayerVersionCommand(version));
    expect((await client.send(new ListLayerVersionsCommand(layer))).LayerVersions).toEqual([]);
    expect(await listed()).toEqual([]);
  });

  test("reserves concurrency", async () => {
    const reserve = new PutFunctionConcurrencyCommand({ ...name, ReservedConcurrentExecutions: 5 });
    expect((await client.send(reserve)).ReservedConcurrentExecutions).toBe(5);
  });

  test("deletes a function with its versions", async () => {
    await client.send(new PublishVersionCommand(name));
    await client.send(new DeleteFunctionCommand(name));
    expect(await errorOf(client.send(new GetFunctionCommand(name)))).toBe("ResourceNotFoundException");
    const { Functions } = await client.send(new ListFunctionsCommand({ FunctionVersion: "ALL" }));
    expect(Functions?.filter(({ FunctionName }) => FunctionName === name.FunctionName)).toEqual([]);
  });
});
