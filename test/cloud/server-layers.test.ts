import {
  DeleteLayerVersionCommand,
  GetLayerVersionByArnCommand,
  GetLayerVersionCommand,
  type LambdaClient,
  ListLayersCommand,
  ListLayerVersionsCommand,
  PublishLayerVersionCommand,
  TagResourceCommand,
} from "@aws-sdk/client-lambda";
import { afterEach, beforeEach, expect, test } from "vitest";
import { createActive, echoZip, errorOf, lambdaClient } from "./clients.ts";
import { type LambdaServer, startLambdaServer } from "./server/start-lambda-server.ts";

let server: LambdaServer;
let client: LambdaClient;

beforeEach(async () => {
  server = await startLambdaServer({ rates: { control: 1000, getFunction: 1000 } });
  client = lambdaClient(server.endpoint);
});

afterEach(() => server.stop());

const layer = { LayerName: "tools" };
const publish = () =>
  client.send(new PublishLayerVersionCommand({ ...layer, Content: { ZipFile: echoZip }, Description: "x" }));

test("layer versions count up, and the number of a deleted one does not come back", async () => {
  await publish();
  const second = await publish();
  expect(second.LayerVersionArn).toBe("arn:aws:lambda:us-east-1:123456789012:layer:tools:2");
  await client.send(new DeleteLayerVersionCommand({ ...layer, VersionNumber: 2 }));
  expect((await publish()).Version).toBe(3);
  const { LayerVersions } = await client.send(new ListLayerVersionsCommand(layer));
  expect(LayerVersions?.map(({ Version }) => Version)).toEqual([3, 1]);
});

test("a layer is listed while it has a version, and deleting a version twice is no error", async () => {
  await publish();
  const listed = async () => (await client.send(new ListLayersCommand({}))).Layers ?? [];
  expect(await listed()).toMatchObject([{ LayerName: "tools", LatestMatchingVersion: { Version: 1 } }]);
  const remove = () => client.send(new DeleteLayerVersionCommand({ ...layer, VersionNumber: 1 }));
  await remove();
  await remove();
  expect(await listed()).toEqual([]);
  expect(await errorOf(client.send(new GetLayerVersionCommand({ ...layer, VersionNumber: 1 })))).toBe(
    "ResourceNotFoundException",
  );
});

test("a function shows its layers with their sizes", async () => {
  const { LayerVersionArn = "" } = await publish();
  await createActive(client, { Layers: [LayerVersionArn] });
  expect(server.state.functions[0]?.latest.settings.layers).toEqual([LayerVersionArn]);
  const got = await client.send(new GetLayerVersionCommand({ ...layer, VersionNumber: 1 }));
  expect(got.Content?.CodeSize).toBe(echoZip.length);
});

test("a layer version is found by its ARN, also one of another account", async () => {
  const { LayerVersionArn: Arn } = await publish();
  const sizeOf = async (arn = Arn) =>
    (await client.send(new GetLayerVersionByArnCommand({ Arn: arn }))).Content?.CodeSize;
  expect(await sizeOf()).toBe(echoZip.length);
  expect(await sizeOf("arn:aws:lambda:us-east-1:901920570463:layer:otel:7")).toBeGreaterThan(0);
  expect(await errorOf(sizeOf(Arn?.replace(/1$/, "9")))).toBe("ResourceNotFoundException");
});

test("layers cannot be tagged", async () => {
  const { LayerArn } = await publish();
  const tag = new TagResourceCommand({ Resource: LayerArn, Tags: { owner: "a" } });
  expect(await errorOf(client.send(tag))).toBe("InvalidParameterValueException");
});
