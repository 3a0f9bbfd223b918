import { existsSync } from "node:fs";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Bench, openBench, ownRuntime } from "./fixture.ts";

describe("what a function sees", () => {
  let bench: Bench;
  beforeAll(async () => {
    bench = await openBench({ ...process.env, THAW_TEST_SECRET: "a secret of the user's" });
    process.env.THAW_TEST_SECRET = "a secret of the user's";
  });
  afterAll(async () => {
    delete process.env.THAW_TEST_SECRET;
    await bench[Symbol.asyncDispose]();
  });

  it("is Lambda's variables and the scenario's, and nothing of the user's own", async () => {
    const environment = { OWN: "value", LANG: "C", AWS_REGION: "mars-1", TMPDIR: "/tmp" };
    const { text } = await bench.invoke({ handler: "environment.handler", environment });
    const { variables } = JSON.parse(text);
    expect(Object.keys(variables).sort()).toEqual(expectedNames);
    expect(text).not.toContain("a secret of the user's");
    expect(variables).toMatchObject({
      OWN: "value",
      LANG: "C",
      AWS_REGION: "us-east-1",
      _HANDLER: "environment.handler",
      AWS_EXECUTION_ENV: `AWS_Lambda_${ownRuntime}`,
      AWS_LAMBDA_INITIALIZATION_TYPE: "on-demand",
      AWS_LAMBDA_FUNCTION_MEMORY_SIZE: "256",
    });
    expect(variables.TMPDIR).not.toBe("/tmp");
  });

  it("is a working directory, a task root and search paths of its own", async () => {
    const { text } = await bench.invoke({ handler: "environment.handler" });
    const { variables, cwd } = JSON.parse(text);
    expect(cwd).toBe(variables.LAMBDA_TASK_ROOT);
    expect(cwd.startsWith(bench.temporaryFolder)).toBe(true);
    expect(variables.NODE_PATH.split(":")[1]).toMatch(/\/opt\/nodejs\/node_modules$/);
    expect(variables.NODE_PATH.startsWith(bench.temporaryFolder)).toBe(true);
  });

  it("is code that is read-only, and a writable /tmp that is gone afterwards", async () => {
    const first = JSON.parse((await bench.invoke({ handler: "files.handler" })).text);
    const second = JSON.parse((await bench.invoke({ handler: "files.handler" })).text);
    expect(first).toMatchObject({ folder: "555", file: "444" });
    expect(second.temporary).not.toBe(first.temporary);
    expect(second.temporary.length).toBe(first.temporary.length);
    expect(second.root.length).toBe(first.root.length);
    expect(existsSync(first.temporary)).toBe(false);
  });
});

const expectedNames = [
  "AWS_ACCESS_KEY_ID",
  "AWS_DEFAULT_REGION",
  "AWS_EXECUTION_ENV",
  "AWS_LAMBDA_FUNCTION_MEMORY_SIZE",
  "AWS_LAMBDA_FUNCTION_NAME",
  "AWS_LAMBDA_FUNCTION_VERSION",
  "AWS_LAMBDA_INITIALIZATION_TYPE",
  "AWS_LAMBDA_LOG_FORMAT",
  "AWS_LAMBDA_LOG_GROUP_NAME",
  "AWS_LAMBDA_LOG_STREAM_NAME",
  "AWS_LAMBDA_RUNTIME_API",
  "AWS_REGION",
  "AWS_SECRET_ACCESS_KEY",
  "AWS_SESSION_TOKEN",
  "AWS_XRAY_CONTEXT_MISSING",
  "AWS_XRAY_DAEMON_ADDRESS",
  "LAMBDA_RUNTIME_DIR",
  "LAMBDA_TASK_ROOT",
  "LANG",
  "LD_LIBRARY_PATH",
  "NODE_PATH",
  "OWN",
  "PATH",
  "TMPDIR",
  "TZ",
  "_AWS_XRAY_DAEMON_ADDRESS",
  "_AWS_XRAY_DAEMON_PORT",
  "_HANDLER",
  "_X_AMZN_TRACE_ID",
].sort();
