import {
  CreateFunctionUrlConfigCommand,
  DeleteProvisionedConcurrencyConfigCommand,
  GetProvisionedConcurrencyConfigCommand,
  InvokeCommand,
  InvokeWithResponseStreamCommand,
  type LambdaClient,
  PutProvisionedConcurrencyConfigCommand,
  UpdateFunctionConfigurationCommand,
} from "@aws-sdk/client-lambda";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { createActive, errorOf, invokeTailed, lambdaClient, untilSettled } from "./clients.ts";
import type { Behaviour } from "./server/options.ts";
import { type LambdaServer, startLambdaServer } from "./server/start-lambda-server.ts";

let server: LambdaServer;
let client: LambdaClient;
let behaviour: Behaviour;

beforeEach(async () => {
  behaviour = () => ({ initMs: 30, durationMs: 4.25, restoreMs: 50 });
  server = await startLambdaServer({
    rates: { control: 1000, getFunction: 1000 },
    concurrency: 10,
    behaviour: (call) => behaviour(call),
  });
  client = lambdaClient(server.endpoint);
});

afterEach(() => server.stop());

const name = { FunctionName: "hello" };

const invoke = (qualifier?: string) => invokeTailed(client, qualifier);

async function change() {
  await client.send(
    new UpdateFunctionConfigurationCommand({
      ...name,
      Environment: { Variables: { COLD: String(performance.now()) } },
    }),
  );
  await untilSettled(client);
}

describe("other ways to invoke", () => {
  test("a dry run and an event answer at once, and only the event runs", async () => {
    await createActive(client);
    const dry = await client.send(new InvokeCommand({ ...name, InvocationType: "DryRun" }));
    const event = await client.send(new InvokeCommand({ ...name, InvocationType: "Event", Payload: "{}" }));
    expect([dry.StatusCode, event.StatusCode]).toEqual([204, 202]);
    await expect.poll(() => server.state.invocations).toMatchObject([{ kind: "async" }]);
  });

  test("a stream brings the answer in pieces, then the log or the error", async () => {
    await createActive(client);
    behaviour = () => ({ response: "x".repeat(40_000) });
    const collect = async () => {
      const { EventStream = [] } = await client.send(
        new InvokeWithResponseStreamCommand({ ...name, LogType: "Tail", Payload: "{}" }),
      );
      const pieces: Buffer[] = [];
      for await (const { PayloadChunk, InvokeComplete } of EventStream) {
        if (InvokeComplete !== undefined) {
          return { pieces, complete: InvokeComplete };
        }
        pieces.push(Buffer.from(PayloadChunk?.Payload ?? []));
      }
      throw new Error("the stream did not complete");
    };
    const { pieces, complete } = await collect();
    expect(pieces.length).toBeGreaterThan(1);
    expect(Buffer.concat(pieces)).toHaveLength(40_000);
    expect(Buffer.from(complete.LogResult ?? "", "base64").toString()).toContain("REPORT RequestId");
    behaviour = () => ({ outcome: "error" });
    expect((await collect()).complete.ErrorCode).toBe("Unhandled");
  });

  test("a function URL gives the function a request and takes its status", async () => {
    await createActive(client);
    behaviour = ({ payload }) => ({
      response: JSON.stringify({ statusCode: 201, body: JSON.parse(payload.toString()).rawPath }),
    });
    const { FunctionUrl = "" } = await client.send(
      new CreateFunctionUrlConfigCommand({ ...name, AuthType: "NONE" }),
    );
    const answer = await fetch(new URL("orders/1", FunctionUrl));
    expect([answer.status, await answer.text()]).toEqual([201, "/orders/1"]);
  });
});

test("a payload that is no JSON, or too large, is refused", async () => {
  await createActive(client);
  const send = (Payload: string) => errorOf(client.send(new InvokeCommand({ ...name, Payload })));
  expect(await send("{")).toBe("InvalidRequestContentException");
  expect(await send(JSON.stringify("x".repeat(6 * 2 ** 20)))).toBe("RequestTooLargeException");
});

test("provisioned environments are ready for as many as they are, and are gone with their configuration", async () => {
  await createActive(client, { Publish: true });
  const version = { ...name, Qualifier: "1" };
  const put = new PutProvisionedConcurrencyConfigCommand({ ...version, ProvisionedConcurrentExecutions: 2 });
  expect((await client.send(put)).Status).toBe("IN_PROGRESS");
  const status = async () =>
    (await client.send(new GetProvisionedConcurrencyConfigCommand(version))).Status ?? "";
  await expect.poll(status, { timeout: 2000 }).toBe("READY");
  behaviour = () => ({ initMs: 500, durationMs: 30 });
  const { tail, tookMs } = await invoke("1");
  expect(tail).toMatch(
    /INIT_REPORT Init Duration: 500\.00 ms\tPhase: init\n.*\tInit Duration: 500\.00 ms\t\n$/s,
  );
  expect(tookMs).toBeLessThan(500);
  await Promise.all([invoke("1"), invoke("1"), invoke("1")]);
  expect(server.state.invocations.map(({ birth }) => birth).toSorted()).toEqual([
    "on-demand",
    "provisioned",
    "provisioned",
    "provisioned",
  ]);
  await client.send(new DeleteProvisionedConcurrencyConfigCommand(version));
  expect(await errorOf(status())).toBe("ProvisionedConcurrencyConfigNotFoundException");
});

test("a proactive environment was initialised before anybody waited", async () => {
  await createActive(client);
  server.faults.proactiveInit = 1;
  behaviour = () => ({ initMs: 500, durationMs: 1 });
  await change();
  const { tail, tookMs } = await invoke();
  expect(tail).toContain("Init Duration: 500.00 ms");
  expect(tookMs).toBeLessThan(500);
});
