import { readdir } from "node:fs/promises";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Variant } from "../../src/plan/variant.ts";
import { ownPython, withoutPython } from "./find-python.ts";
import { type Bench, functionFolder, openBench } from "./fixture.ts";

describe.skipIf(withoutPython)("the Python bootstrap", () => {
  let bench: Bench;
  beforeAll(async () => {
    bench = await openBench();
  });
  afterAll(() => bench[Symbol.asyncDispose]());

  const python = (handler: string): Partial<Variant> => ({
    runtime: ownPython ?? "python3.13",
    code: functionFolder("python"),
    handler,
  });

  it("passes the event and the context, and answers with the handler's value", async () => {
    const { observation, text } = await bench.invoke(python("app.handler"), { greeting: "grüß" });
    expect(observation.status).toBe("ok");
    const answer = JSON.parse(text);
    expect(answer).toMatchObject({
      event: { greeting: "grüß" },
      name: "test",
      memory: "256",
      arn: "arn:aws:lambda:us-east-1:123456789012:function:test",
      arguments: [],
    });
    expect(answer.requestId).toMatch(/^[0-9a-f-]{36}$/);
    expect(answer.remaining).toBeGreaterThan(0);
    expect(answer.remaining).toBeLessThanOrEqual(10_000);
  });

  it("looks for modules in the task root, then in the layers, then in the runtime's folder", async () => {
    const { path, variables } = JSON.parse((await bench.invoke(python("app.handler"))).text);
    expect(path.slice(0, 4)).toEqual([
      variables.LAMBDA_TASK_ROOT,
      expect.stringMatching(/\/opt\/python\/lib\/python3\.\d+\/site-packages$/),
      expect.stringMatching(/\/opt\/python$/),
      variables.LAMBDA_RUNTIME_DIR,
    ]);
  });

  it.each([["package/inner.handler"], ["package.inner.handler"]])("finds the handler %s", async (handler) => {
    expect((await bench.invoke(python(handler))).text).toBe('"inner"');
  });

  it("finds modules of a layer", async () => {
    const layers = { name: "layer", sources: [functionFolder("layer-python")] };
    const { text } = await bench.invoke({ ...python("with_layer.handler"), layers });
    expect(text).toBe('"from the layer"');
  });

  it("writes no compiled files into the code", async () => {
    const { text } = await bench.invoke(python("app.handler"));
    expect(await readdir(JSON.parse(text).variables.LAMBDA_TASK_ROOT)).not.toContain("__pycache__");
  });

  it("lets printed lines and log records through", async () => {
    const { log } = await bench.invoke(python("app.logging"));
    expect(log).toMatch(/^printed$/m);
    expect(log).toMatch(/^\[WARNING\]\t\d{4}-\d\d-\d\dT[\d:.]+Z\t[0-9a-f-]{36}\tlogged$/m);
  });

  it.each([
    ["app.failing", "ValueError", "not a value"],
    ["app.unserialisable", "Runtime.MarshalError", "Unable to marshal response"],
  ])("reports %s as a function error and lives on", async (handler, type, message) => {
    const environment = await bench.start(python(handler));
    const { observation, body } = await environment.invoke(Buffer.from("{}"));
    expect(observation.status).toBe("function-error");
    expect(observation.error?.type).toBe(type);
    expect(observation.error?.message).toContain(message);
    expect(Object.keys(JSON.parse(Buffer.from(body ?? []).toString("utf8")))).toContain("stackTrace");
    expect(environment.alive).toBe(true);
    await environment.stop();
  });

  it("shows the function's own frames and none of ours", async () => {
    const { text } = await bench.invoke(python("app.failing"));
    const { stackTrace } = JSON.parse(text);
    expect(stackTrace).toHaveLength(1);
    expect(stackTrace[0]).toContain("app.py");
  });

  it.each([
    ["throws_at_load.handler", "ValueError", "at load"],
    ["syntax_error.handler", "Runtime.UserCodeSyntaxError", "Syntax error in module 'syntax_error'"],
    ["missing_dependency.handler", "Runtime.ImportModuleError", "No module named 'no_such_package'"],
    ["no_such_file.handler", "Runtime.ImportModuleError", "No module named 'no_such_file'"],
    ["app.missing", "Runtime.HandlerNotFound", "Handler 'missing' missing on module 'app'"],
    ["app", "Runtime.MalformedHandlerName", "Bad handler 'app'"],
    ["sys.exit", "Runtime.BuiltInModuleConflict", "Cannot use built-in module sys"],
  ])("reports %s as an init error", async (handler, type, message) => {
    const { observation } = await bench.invoke(python(handler));
    expect(observation.status).toBe("init-error");
    expect(observation.error?.type).toBe(type);
    expect(observation.error?.message).toContain(message);
  });

  it("reports a handler that exits as a crash", async () => {
    const { observation } = await bench.invoke(python("app.exiting"));
    expect(observation.status).toBe("crash");
    expect(observation.error?.message).toContain("exit status 3");
  });
});
