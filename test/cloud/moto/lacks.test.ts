import {
  CreateFunctionCommand,
  GetAccountSettingsCommand,
  GetFunctionCommand,
  GetLayerVersionByArnCommand,
  InvokeWithResponseStreamCommand,
  type LambdaClient,
  ListFunctionsCommand,
  PublishVersionCommand,
  UpdateFunctionConfigurationCommand,
} from "@aws-sdk/client-lambda";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { errorOf, lambdaClient, smallFunction } from "../clients.ts";
import { createRole } from "./create-role.ts";
import { type Moto, startMoto, withoutMoto } from "./start-moto.ts";

// What moto does not do, and the server beside it does: when one of these fails, moto has learnt it, and more can be asked of it.
describe.skipIf(withoutMoto !== undefined)(`moto (${withoutMoto ?? "built"})`, () => {
  let moto: Moto;
  let client: LambdaClient;
  const name = { FunctionName: "hello" };

  beforeAll(async () => {
    moto = await startMoto();
    client = lambdaClient(moto.endpoint);
    const Role = await createRole(moto.endpoint, "thaw-function");
    const snapped = { SnapStart: { ApplyOn: "PublishedVersions" as const } };
    await client.send(new CreateFunctionCommand({ ...smallFunction, ...snapped, Role }));
    await client.send(new CreateFunctionCommand({ ...smallFunction, FunctionName: "other", Role }));
  });

  afterAll(() => moto?.[Symbol.asyncDispose]());

  test("has no revisions, so that an update cannot be seen to arrive", async () => {
    const update = new UpdateFunctionConfigurationCommand({ ...name, Timeout: 5, RevisionId: "another" });
    const { RevisionId, LastUpdateStatus } = await client.send(update);
    expect({ RevisionId, LastUpdateStatus }).toEqual({
      RevisionId: undefined,
      LastUpdateStatus: "Successful",
    });
  });

  test("publishes a version though nothing has changed", async () => {
    const publish = async () => (await client.send(new PublishVersionCommand(name))).Version;
    expect([await publish(), await publish()]).toEqual(["1", "2"]);
  });

  test("forgets snapshots", async () => {
    const { Configuration } = await client.send(new GetFunctionCommand(name));
    expect(Configuration?.SnapStart?.ApplyOn).toBe("None");
  });

  test("lists all functions on one page", async () => {
    const { Functions, NextMarker } = await client.send(new ListFunctionsCommand({ MaxItems: 1 }));
    expect([Functions?.length, NextMarker]).toEqual([2, undefined]);
  });

  test("answers with a web page where it does not know a call", async () => {
    const Arn = "arn:aws:lambda:us-east-1:123456789012:layer:none:1";
    for (const call of [
      () => client.send(new GetAccountSettingsCommand({})),
      () => client.send(new GetLayerVersionByArnCommand({ Arn })),
      () => client.send(new InvokeWithResponseStreamCommand(name)),
    ]) {
      expect(await errorOf(call())).toBe("SyntaxError");
    }
  });
});
