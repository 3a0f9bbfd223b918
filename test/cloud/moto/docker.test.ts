import { randomUUID } from "node:crypto";
import {
  CreateFunctionCommand,
  InvokeCommand,
  type LambdaClient,
  PublishLayerVersionCommand,
} from "@aws-sdk/client-lambda";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { withoutEngine } from "../../docker/engine.ts";
import { zipOf } from "../../unit/packages/zip-writer.ts";
import { lambdaClient, smallFunction } from "../clients.ts";
import { createRole } from "./create-role.ts";
import { type MotoImage, makeMotoImage } from "./moto-image.ts";
import { type Moto, startMoto, withoutMoto } from "./start-moto.ts";

const skipped = withoutMoto ?? withoutEngine;

/** moto calls its volumes after what is in them, takes those of that name that it finds, and may have left empty ones. */
const once = randomUUID();

const code = `// ${once}
import { readFileSync } from "node:fs";
export const handler = async (event) => {
  if (event.fail) throw new TypeError("asked to fail");
  return { event, variable: process.env.GREETING, layer: readFileSync("/opt/word.txt", "utf8") };
};
`;

describe.skipIf(skipped !== undefined)(`moto with an engine (${skipped ?? "built"})`, () => {
  let image: MotoImage;
  let moto: Moto;
  let client: LambdaClient;

  beforeAll(async () => {
    image = await makeMotoImage();
    moto = await startMoto(image.environment);
    client = lambdaClient(moto.endpoint);
    const Role = await createRole(moto.endpoint, "thaw-function");
    const ZipFile = zipOf([{ name: "word.txt", content: "layered" }]);
    const publish = new PublishLayerVersionCommand({ LayerName: `words-${once}`, Content: { ZipFile } });
    const { LayerVersionArn = "" } = await client.send(publish);
    await client.send(
      new CreateFunctionCommand({
        ...smallFunction,
        Role,
        Code: { ZipFile: zipOf([{ name: "index.mjs", content: code }]) },
        Environment: { Variables: { GREETING: "hello" } },
        Layers: [LayerVersionArn],
      }),
    );
  });

  afterAll(async () => {
    await moto?.[Symbol.asyncDispose]();
    await image?.[Symbol.asyncDispose]();
  });

  async function invoke(event: object) {
    const Payload = JSON.stringify(event);
    const { LogResult = "", ...reply } = await client.send(
      new InvokeCommand({ FunctionName: "hello", LogType: "Tail", Payload }),
    );
    const answer: unknown = JSON.parse(reply.Payload?.transformToString() ?? "");
    return { answer, error: reply.FunctionError, log: Buffer.from(LogResult, "base64").toString() };
  }

  test("runs a function with its variables and layers", async () => {
    const { answer, log } = await invoke({ order: 1 });
    expect(answer).toEqual({ event: { order: 1 }, variable: "hello", layer: "layered" });
    expect(log).toMatch(/^START RequestId: .*\nEND RequestId: .*\nREPORT RequestId: /);
  });

  test("cannot show that an environment was cold", async () => {
    expect((await invoke({})).log).not.toContain("Init Duration");
  });

  test("tells that a function has failed", async () => {
    const { answer, error } = await invoke({ fail: true });
    expect([answer, error]).toEqual([{ errorType: "TypeError", errorMessage: "asked to fail" }, "Handled"]);
  });
});
