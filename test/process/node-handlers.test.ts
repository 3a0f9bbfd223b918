import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { anyNode, type Bench, functionFolder, openBench, ownRuntime, variantOf } from "./fixture.ts";

describe("the Node.js bootstrap", () => {
  let bench: Bench;
  beforeAll(async () => {
    bench = await openBench();
  });
  afterAll(() => bench[Symbol.asyncDispose]());

  it("passes the event and the context, and answers with the handler's value", async () => {
    const { observation, text } = await bench.invoke({}, { greeting: "grüß" });
    expect(observation.status).toBe("ok");
    const { event, context, remaining } = JSON.parse(text);
    expect(event).toEqual({ greeting: "grüß" });
    expect(context).toMatchObject({
      functionName: "test",
      functionVersion: "$LATEST",
      memoryLimitInMB: "256",
      invokedFunctionArn: "arn:aws:lambda:us-east-1:123456789012:function:test",
      logGroupName: "/aws/lambda/test",
    });
    expect(context.awsRequestId).toMatch(/^[0-9a-f-]{36}$/);
    expect(context.logStreamName).toMatch(/^\d{4}\/\d\d\/\d\d\/\[\$LATEST\][0-9a-f]{32}$/);
    expect(remaining).toBeGreaterThan(0);
    expect(remaining).toBeLessThanOrEqual(10_000);
  });

  it.each([
    ["common.handler", "common"],
    ["plain.handler", "plain"],
    ["folder/sub/index.handler", "below"],
    ["echo.nested.deep.handler", "nested"],
  ])("finds the handler %s", async (handler, answer) => {
    expect(JSON.parse((await bench.invoke({ handler })).text)).toBe(answer);
  });

  it("imports .js files of a package of type module", async () => {
    const { text } = await bench.invoke({ code: functionFolder("node-module"), handler: "index.handler" });
    expect(JSON.parse(text)).toBe("module");
  });

  it("serves many events in one environment, each with its own request id", async () => {
    const environment = await bench.start();
    const ids = [];
    for (const number of [1, 2, 3]) {
      const { body, requestId } = await environment.invoke(Buffer.from(JSON.stringify({ number })));
      const { event, context } = JSON.parse(Buffer.from(body ?? []).toString("utf8"));
      expect(event).toEqual({ number });
      expect(context.awsRequestId).toBe(requestId);
      ids.push(requestId);
    }
    await environment.stop();
    expect(new Set(ids).size).toBe(3);
  });

  it("finds modules of a layer", async () => {
    const layers = { name: "layer", sources: [functionFolder("layer-node")] };
    const { text } = await bench.invoke({ handler: "layered.handler", layers });
    expect(JSON.parse(text)).toBe("from the layer");
  });

  it("writes console lines with time, request id and level", async () => {
    const { log } = await bench.invoke({ handler: "logging.handler" });
    expect(log).toMatch(/^\d{4}-\d\d-\d\dT[\d:.]+Z\t[0-9a-f-]{36}\tINFO\ta word$/m);
    expect(log).toMatch(/\tERROR\ta mistake$/m);
  });

  describe("with callbacks, as nodejs22.x", () => {
    const before24 = { runtime: "nodejs22.x", bootstrap: anyNode };

    it.each([
      ["callback.handler", { event: { a: 1 } }],
      ["callback.late", "at once"],
      ["callback.hasty", "at once"],
      ["callback.forgetful", null],
      ["callback.succeeding", "succeeded"],
      ["callback.doing", "done"],
    ])("answers what %s calls back with", async (handler, answer) => {
      const { observation, text } = await bench.invoke({ ...before24, handler }, { a: 1 });
      expect(observation.status).toBe("ok");
      expect(JSON.parse(text)).toEqual(answer);
    });

    it("waits for the event loop to run empty before it asks for the next event, unless told not to", async () => {
      const waiting = await bench.invoke({ ...before24, handler: "callback.late" });
      // The process is killed as soon as it has asked for the next event: what it said, it said before.
      expect(waiting.log).toContain("later");
      const hasty = await bench.invoke({ ...before24, handler: "callback.hasty" });
      expect(hasty.observation.overheadMs).toBeLessThan(10_000);
    });

    it("reports errors that are called back", async () => {
      const { observation } = await bench.invoke({ ...before24, handler: "callback.failing" });
      expect(observation).toMatchObject({
        status: "function-error",
        error: { type: "string", message: "went wrong" },
      });
      const context = await bench.invoke({ ...before24, handler: "callback.failingContext" });
      expect(context.observation.error).toEqual({ type: "RangeError", message: "out of range" });
    });
  });

  it("refuses a callback handler as nodejs24.x and later do", async () => {
    const { observation } = await bench.invoke({
      runtime: "nodejs24.x",
      bootstrap: anyNode,
      handler: "callback.handler",
    });
    expect(observation.status).toBe("init-error");
    expect(observation.error?.type).toBe("Runtime.CallbackHandlerDeprecated");
  });

  describe("with streaming handlers", () => {
    it("sends what the handler writes", async () => {
      const { observation, text } = await bench.invoke({ handler: "streaming.handler" });
      expect(observation.status).toBe("ok");
      expect(text).toBe("one two three");
    });

    it("sends the prelude and 8 NULs before the body", async () => {
      const { text } = await bench.invoke({ handler: "streaming.web" });
      expect(text).toBe(`{"statusCode":201,"headers":{"x-test":"yes"}}${"\0".repeat(8)}created`);
    });

    it("reports an error in the middle as a function error", async () => {
      const { observation } = await bench.invoke({ handler: "streaming.breaking" });
      expect(observation).toMatchObject({
        status: "function-error",
        error: { type: "TypeError", message: "broke off" },
      });
    });

    it("lets a stream that is never ended run into the timeout", async () => {
      const { observation } = await bench.invoke({ handler: "streaming.unfinished", timeoutSeconds: 1 });
      expect(observation.status).toBe("timeout");
    });
  });

  it.each([
    ["failing.handler", "RangeError", "out of range"],
    ["failing.synchronous", "TypeError", "not a function"],
    ["failing.text", "string", "just words"],
    ["failing.unsettled", "Runtime.NodeJsExit", "never settled"],
    ["failing.circular", /Error$/, "Unable to stringify response body"],
  ])("reports %s as a function error and lives on", async (handler, type, message) => {
    const environment = await bench.start({ handler });
    const { observation } = await environment.invoke(Buffer.from("{}"));
    expect(observation.status).toBe("function-error");
    expect(observation.error?.type).toMatch(type);
    expect(observation.error?.message).toContain(message);
    expect(environment.alive).toBe(true);
    await environment.stop();
  });

  it.each([
    ["failing.uncaught", "Error", "from a timer"],
    ["failing.rejecting", "Runtime.UnhandledPromiseRejection", "nobody listens"],
  ])("reports %s, and its process is started again", async (handler, type, message) => {
    const environment = await bench.start({ handler });
    const { observation } = await environment.invoke(Buffer.from("{}"));
    expect(observation.error?.type).toBe(type);
    expect(observation.error?.message).toContain(message);
    const again = await environment.invoke(Buffer.from("{}"));
    expect(again.observation.suppressedInitMs).toBeGreaterThan(0);
    await environment.stop();
  });

  it.each([
    ["throws-at-load.handler", "RangeError", "at load"],
    ["missing-dependency.handler", "Runtime.ImportModuleError", "no-such-package"],
    ["no-such-file.handler", "Runtime.ImportModuleError", "no-such-file"],
    ["echo.missing", "Runtime.HandlerNotFound", "echo.missing is undefined or not exported"],
    ["failing.number", "Runtime.HandlerNotFound", "failing.number is not a function"],
    ["../echo.handler", "Runtime.MalformedHandlerName", "../echo.handler"],
    ["echo", "Runtime.MalformedHandlerName", "Bad handler"],
  ])("reports %s as an init error", async (handler, type, message) => {
    const { observation } = await bench.invoke({ handler });
    expect(observation.status).toBe("init-error");
    expect(observation.error?.type).toBe(type);
    expect(observation.error?.message).toContain(message);
    expect(observation.failedInitMs).toBeGreaterThan(0);
    expect(observation.suppressedInitMs).toBeGreaterThan(0);
  });

  it("reports code that is no JavaScript as an init error", async () => {
    const code = fileURLToPath(new URL("../runtimes/syntax-error", import.meta.url));
    const { observation } = await bench.invoke({ code, handler: "index.handler" });
    expect(observation.status).toBe("init-error");
    expect(observation.error?.type).toBe("Runtime.UserCodeSyntaxError");
  });

  it("is told its runtime, and the version that ran is on record", async () => {
    const prepared = await bench.target.prepare(variantOf(), undefined, new AbortController().signal);
    expect(prepared.facts.runtimeVersion).toBe(process.version);
    expect(prepared.facts.runtimeDigest).toMatch(/^[0-9a-f]{64}$/);
    const { text } = await bench.invoke({ handler: "environment.handler" });
    expect(JSON.parse(text).variables.AWS_EXECUTION_ENV).toBe(`AWS_Lambda_${ownRuntime}`);
  });
});
