import { randomBytes } from "node:crypto";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Observation } from "../../src/samples/sample.ts";
import type { Answer, TargetEnvironment } from "../../src/targets/target.ts";
import { type Bench, openBench } from "../process/fixture.ts";
import { type Client, clients } from "./clients.ts";

const mebibyte = 1024 * 1024;
/** What the front of Lambda accepts as an event, and what the Runtime API accepts as an answer. */
const eventLimitBytes = 6 * mebibyte;
const answerLimitBytes = 6 * mebibyte + 100;

for (const client of clients) {
  const title = client.skipped === undefined ? client.name : `${client.name} (${client.skipped})`;
  describe.skipIf(client.skipped !== undefined)(title, () => runsAsOnLambda(client));
}

function runsAsOnLambda(client: Client): void {
  let bench: Bench;
  beforeAll(async () => {
    bench = await openBench();
  });
  afterAll(() => bench[Symbol.asyncDispose]());

  describe("in one environment", () => {
    let environment: TargetEnvironment;
    beforeAll(async () => {
      environment = await bench.start(client.variant());
    });
    afterAll(() => environment.stop());

    async function answerTo(event: unknown): Promise<unknown> {
      const { observation, body } = await send(environment, event);
      expect(observation.error).toBeUndefined();
      expect(observation.status).toBe("ok");
      return JSON.parse(textOf(body));
    }

    it.each([
      ["1 byte", 1],
      ["1 MB", mebibyte],
      ["6 MB, as much as an event may have", eventLimitBytes - JSON.stringify(echo("")).length],
    ])("echoes a text of %s", async (_size, length) => {
      const payload = "x".repeat(length);
      // Compared apart: the difference of two long texts is nothing to print.
      expect((await answerTo(echo(payload))) === payload).toBe(true);
    });

    it("echoes UTF-8: accents, combining marks, astral characters, quotes and control characters", async () => {
      const payload = [
        "grüß",
        "e\u0301",
        "日本語",
        "👩‍🚀𝒳",
        "\"'\\/",
        "\0\u0001\b\n\r\t\u007f",
        "\u2028\ufeff",
        "",
      ];
      expect(await answerTo(echo(payload))).toEqual(payload);
    });

    it("echoes every byte, in base64", async () => {
      const bytes = Buffer.concat([
        Uint8Array.from({ length: 256 }, (_, index) => index),
        randomBytes(100_000),
      ]);
      const payload = bytes.toString("base64");
      expect((await answerTo(echo(payload))) === payload).toBe(true);
    });

    it.each([[{ a: [1, null, { b: 1.5 }] }], [[true, "x"]], ["text"], [42], [null], [{ action: "unknown" }]])(
      "answers %j with itself",
      async (event) => {
        expect(await answerTo(event)).toEqual(event);
      },
    );

    it("serves a hundred events, and the function sees the context of each", async () => {
      const seen = new Set<string>();
      for (let count = 0; count < 100; count++) {
        const beganAtMs = Date.now();
        const { body, requestId } = await send(environment, { action: "context" });
        const context = JSON.parse(textOf(body));
        expect(context).toMatchObject({
          requestId,
          invokedFunctionArn: expect.stringMatching(/^arn:aws:lambda:[a-z0-9-]+:\d{12}:function:/),
          traceId: expect.stringMatching(/^Root=1-[0-9a-f]{8}-[0-9a-f]{24};Parent=[0-9a-f]{16};Sampled=[01]/),
        });
        expect(context.deadlineMs).toBeGreaterThan(beganAtMs);
        seen.add(requestId);
      }
      expect(seen.size).toBe(100);
    });

    it("reports a thrown error with its type and message, and serves the next event", async () => {
      const error = { type: "Custom.ErrorOfMine", message: 'went "wrong": ü 😀' };
      const { observation, body } = await send(environment, { action: "throw", ...error });
      expect(observation).toMatchObject({ status: "function-error", error });
      expect(JSON.parse(textOf(body))).toMatchObject({ errorType: error.type, errorMessage: error.message });
      expect(await answerTo(echo("still there"))).toBe("still there");
    });

    it("has Lambda's variables", async () => {
      expect(await answerTo({ action: "env" })).toMatchObject({
        AWS_LAMBDA_FUNCTION_NAME: "test",
        AWS_LAMBDA_FUNCTION_MEMORY_SIZE: "256",
        AWS_LAMBDA_RUNTIME_API: expect.stringMatching(/:\d+$/),
        _HANDLER: client.variant().handler,
      });
    });

    it("gives an answer of all the bytes that are allowed", async () => {
      const { observation } = await send(environment, { action: "large", bytes: answerLimitBytes - 2 });
      expect(observation).toMatchObject({ status: "ok", responseBytes: answerLimitBytes });
    });
  });

  it("is told that an answer is too large", async () => {
    const { observation, text } = await bench.invoke(client.variant(), {
      action: "large",
      bytes: answerLimitBytes,
    });
    expect(observation.status).toBe("function-error");
    expect(JSON.parse(text)).toMatchObject({ errorType: "Function.ResponseSizeTooLarge" });
  });

  it("fails in init when the function cannot be loaded", async () => {
    const variant = client.variant();
    const environment = { ...variant.environment, CONFORMANCE_FAIL_AT_LOAD: "1" };
    const { observation } = await bench.invoke({ ...variant, environment });
    expect(observation.status).toBe("init-error");
    expect(observation.error?.type).toBe(client.loadError.type);
    expect(observation.error?.message).toContain(client.loadError.message);
    // Once before the invocation, and once more inside of it.
    expect(observation.initMs).toBeUndefined();
    expect(observation.failedInitMs).toBeGreaterThan(0);
    expect(observation.durationMs).toBe(observation.suppressedInitMs);
  });

  it("is ended at its timeout, and serves the next event in a process of its own", async () => {
    const environment = await bench.start({ ...client.variant(), timeoutSeconds: 1 });
    const { observation } = await send(environment, { action: "sleep", ms: 60_000 });
    expect(observation.status).toBe("timeout");
    expect(observation.error?.message).toMatch(/Task timed out after 1\.00 seconds/);
    const next = await send(environment, echo("again"));
    expect(textOf(next.body)).toBe('"again"');
    expect(next.observation.suppressedInitMs).toBeGreaterThan(0);
    expect(next.observation.durationMs).toBeGreaterThan(next.observation.suppressedInitMs ?? 0);
    await environment.stop();
  });

  it.each([
    [0, "Runtime exited without providing a reason"],
    [3, "Runtime exited with error: exit status 3"],
  ])("exits with %d while it serves an event", async (code, words) => {
    const { observation } = await bench.invoke(client.variant(), { action: "exit", code });
    expect(observation).toMatchObject({ status: "crash", error: { type: "Runtime.ExitError" } });
    expect(observation.error?.message).toContain(words);
  });

  const { streaming } = client;
  if (streaming !== undefined) {
    it("streams its answer, part by part", async () => {
      const payload = { parts: ["grüß", 1, null] };
      const { observation, text } = await bench.invoke(streaming.variant(), { action: "stream", payload });
      expect(observation.status).toBe("ok");
      const prelude = streaming.prelude?.exec(text)?.[0] ?? "";
      expect(prelude === "").toBe(streaming.prelude === undefined);
      expect(JSON.parse(text.slice(prelude.length))).toEqual(payload);
      const whole = await bench.invoke(client.variant(), echo(payload));
      expect(transferMs(observation)).toBeGreaterThan(transferMs(whole.observation));
    });
  }
}

/** From the first byte of an answer to its last. */
function transferMs({ firstByteMs = Number.NaN, invokeMs = Number.NaN }: Observation): number {
  return invokeMs - firstByteMs;
}

function echo(payload: unknown): unknown {
  return { action: "echo", payload };
}

function send(environment: TargetEnvironment, event: unknown): Promise<Answer> {
  return environment.invoke(Buffer.from(JSON.stringify(event)));
}

function textOf(body: Uint8Array | undefined): string {
  return Buffer.from(body ?? []).toString("utf8");
}
