import {
  InvokeCommand,
  type LambdaClient,
  PublishVersionCommand,
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
    // Long enough for what is there to answer before the change, on a machine that is busy.
    timing: { updateMs: 400 },
    behaviour: (call) => behaviour(call),
  });
  client = lambdaClient(server.endpoint);
});

afterEach(() => server.stop());

const name = { FunctionName: "hello" };

const invoke = (qualifier?: string) => invokeTailed(client, qualifier);

describe("an invocation", () => {
  test("is cold first and warm then, with the line that Lambda writes, and takes as long as it says", async () => {
    await createActive(client);
    const cold = await invoke();
    expect(cold).toMatchObject({ StatusCode: 200, ExecutedVersion: "$LATEST", body: '{"a":1}' });
    expect(cold.tail).toMatch(
      /^INIT_START Runtime Version: .*\tRuntime Version ARN: arn:aws:lambda:us-east-1::runtime:/,
    );
    expect(cold.tail).toMatch(
      /\nREPORT RequestId: [0-9a-f-]{36}\tDuration: 4\.25 ms\tBilled Duration: 35 ms\tMemory Size: 128 MB\tMax Memory Used: 40 MB\tInit Duration: 30\.00 ms\t\n$/,
    );
    expect(cold.tookMs).toBeGreaterThanOrEqual(34.25);
    const warm = await invoke();
    expect(warm.tail).toMatch(
      /^START RequestId: .*\nEND RequestId: .*\nREPORT [^\n]*\tMax Memory Used: 40 MB\t\n$/s,
    );
    expect(server.state.invocations.map(({ cold }) => cold)).toEqual([true, false]);
  });

  test("is cold again after a change, and answered by the old environment until then", async () => {
    await createActive(client);
    await invoke();
    await client.send(new UpdateFunctionConfigurationCommand({ ...name, Timeout: 5 }));
    expect((await invoke()).tail).not.toContain("Init Duration");
    await untilSettled(client);
    expect((await invoke()).tail).toContain("Init Duration");
  });

  test("finds an environment of its own where all others are at work, and is refused beyond the account's", async () => {
    await createActive(client);
    // So long that all are at work at once, on a machine that is busy.
    behaviour = () => ({ initMs: 5, durationMs: 1500 });
    const replies = await Promise.all(
      Array.from({ length: 12 }, () => invoke().catch(({ Reason }) => Reason)),
    );
    const refused = replies.filter((reply) => reply === "ConcurrentInvocationLimitExceeded");
    expect(refused).toHaveLength(2);
    expect(new Set(server.state.invocations.map(({ environment }) => environment)).size).toBe(10);
  });

  test("of a version with a snapshot restores, and bills the restore in part", async () => {
    await createActive(client, { SnapStart: { ApplyOn: "PublishedVersions" } });
    await client.send(new PublishVersionCommand(name));
    expect(await errorOf(invoke("1"))).toBe("SnapStartNotReadyException");
    await new Promise((resolve) => setTimeout(resolve, 120));
    const { tail } = await invoke("1");
    expect(tail).toContain("RESTORE_REPORT Restore Duration: 50.00 ms");
    expect(tail).toMatch(
      /Billed Duration: 15 ms\t.*\tRestore Duration: 50\.00 ms\tBilled Restore Duration: 10 ms\t\n$/,
    );
  });

  test("says what failed, and initialises again within the next duration", async () => {
    await createActive(client, { Timeout: 1 });
    behaviour = ({ invocation }) => ({
      initMs: 20,
      durationMs: 2,
      outcome: invocation === 0 ? "timeout" : "ok",
    });
    const failed = await invoke();
    expect(failed.FunctionError).toBe("Unhandled");
    expect(failed.body).toMatch(/Sandbox\.Timedout.*Task timed out after 1\.00 seconds/);
    expect(failed.tail).toMatch(/Duration: 1000\.00 ms\tBilled Duration: 1020 ms.*\tStatus: timeout\t\n$/);
    const next = await invoke();
    expect(next.tail).toContain("Duration: 22.00 ms");
    expect(next.tail).not.toContain("Init Duration");
  });

  test("names the error that ended the runtime", async () => {
    await createActive(client);
    behaviour = () => ({ outcome: "crash" });
    const { tail, body } = await invoke();
    expect(tail).toMatch(/Status: error\tError Type: Runtime\.ExitError\n$/);
    expect(body).toContain("Runtime exited with error: exit status 1");
  });

  test("gives the last 4 KB of a long log, cut where they begin", async () => {
    await createActive(client);
    behaviour = () => ({ log: "ü".repeat(5000) });
    const { LogResult = "" } = await client.send(new InvokeCommand({ ...name, LogType: "Tail" }));
    const bytes = Buffer.from(LogResult, "base64");
    expect(bytes).toHaveLength(4096);
    expect(bytes.toString()).toMatch(/^\ufffd?ü+\nEND .*\nREPORT /);
  });

  test("has a log of JSON where the function is told so", async () => {
    await createActive(client, { LoggingConfig: { LogFormat: "JSON", SystemLogLevel: "DEBUG" } });
    const lines = (await invoke()).tail
      .trim()
      .split("\n")
      .map((line) => JSON.parse(line));
    expect(lines.map(({ type }) => type)).toEqual([
      "platform.initStart",
      "platform.initRuntimeDone",
      "platform.initReport",
      "platform.start",
      "platform.runtimeDone",
      "platform.report",
    ]);
    expect(lines.at(-2).record.spans.map(({ name }: { name: string }) => name)).toEqual([
      "responseLatency",
      "responseDuration",
      "runtimeOverhead",
    ]);
    expect(lines.at(-1).record).toMatchObject({
      status: "success",
      metrics: { durationMs: 4.25, billedDurationMs: 35, initDurationMs: 30 },
    });
  });

  test("has no more of it than its level says, and levels in JSON alone", async () => {
    await createActive(client, { LoggingConfig: { LogFormat: "JSON" } });
    const lines = (await invoke()).tail.trim().split("\n");
    expect(lines.map((line) => JSON.parse(line).type)).toEqual([
      "platform.initStart",
      "platform.start",
      "platform.report",
    ]);
    const LoggingConfig = { LogFormat: "Text", SystemLogLevel: "DEBUG" } as const;
    expect(await errorOf(createActive(client, { FunctionName: "other", LoggingConfig }))).toBe(
      "InvalidParameterValueException",
    );
  });
});
