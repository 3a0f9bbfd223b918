import { describe, expect, it } from "vitest";
import { until } from "../runtime-api/fixture.ts";
import { runtimeSandbox } from "./child-sandbox.ts";
import { environmentOf, environmentWith, invoke } from "./fixture.ts";

describe("an invocation that the function fails", () => {
  it("is told in its own words, and the environment goes on", async () => {
    const environment = await environmentWith("function-error");
    for (let turn = 0; turn < 2; turn++) {
      const { observation, body } = await invoke(environment);
      expect(observation.status).toBe("function-error");
      expect(observation.error).toEqual({ type: "OrderNotFound", message: "no such order" });
      expect(body).toBe('{"errorMessage":"no such order","errorType":"OrderNotFound","trace":[]}');
      expect(observation.overheadMs).toBeGreaterThan(0);
      expect(environment.alive).toBe(true);
    }
  });

  it("is told by the error trailers of a stream", async () => {
    const environment = await environmentWith("trailer-error");
    const { observation, body } = await invoke(environment);
    expect(observation.status).toBe("function-error");
    expect(observation.error).toEqual({ type: "StreamError", message: "the source ran dry" });
    expect(body).toBe('{"errorMessage":"the source ran dry","errorType":"StreamError"}');
    expect(environment.alive).toBe(true);
  });

  it("is told when the answer was too large", async () => {
    const environment = await environmentWith("large-response");
    const { observation, body } = await invoke(environment);
    expect(observation).toMatchObject({ status: "function-error", responseBytes: 6_291_557 });
    expect(observation.error?.type).toBe("Function.ResponseSizeTooLarge");
    expect(body).toContain("Response payload size (6291557 bytes) exceeded maximum allowed payload size");
    expect(environment.alive).toBe(true);
    await invoke(environment);
    expect(environment.log()).toContain(
      '413 {"errorMessage":"Exceeded maximum allowed payload size (6291556 bytes).","errorType":"RequestEntityTooLarge"}',
    );
  });

  it("is told when the response broke off and the runtime went on", async () => {
    const environment = await environmentWith("breaks-off");
    const { observation } = await invoke(environment);
    expect(observation.status).toBe("function-error");
    expect(observation.error?.type).toBe("Runtime.TruncatedResponse");
    expect(observation.invokeMs).toBeUndefined();
    expect(environment.alive).toBe(true);
  });

  it("keeps the function's words when the process exits after them", async () => {
    const environment = await environmentWith("error-then-exits");
    const { observation } = await invoke(environment);
    expect(observation.status).toBe("function-error");
    expect(observation.error).toEqual({ type: "Runtime.UnhandledPromiseRejection", message: "uncaught" });
  });

  it("names a response mode that does not exist, after which the runtime is stuck", async () => {
    const environment = await environmentWith("invalid-mode");
    const { observation } = await invoke(environment);
    expect(observation.status).toBe("function-error");
    expect(observation.error?.type).toBe("Runtime.InvalidResponseModeHeader");
    expect(environment.log()).toContain("400 ");
    expect(environment.log()).toContain("403 ");
    expect(environment.log()).toContain("State transition from InvocationResponse to Ready failed");
  });
});

describe("an invocation that loses its runtime", () => {
  it.each([
    ["exits-while-answering", "1", "Runtime exited with error: exit status 1"],
    ["exits-while-answering", "0", "Runtime exited without providing a reason"],
    ["killed-while-answering", "SIGSEGV", "Runtime exited with error: signal: segmentation fault"],
    ["killed-while-answering", "SIGKILL", "Runtime exited with error: signal: killed"],
    ["dies-in-answer", "", "Runtime exited with error: signal: killed"],
  ])("because it %s %s is a crash", async (runtime, argument, reason) => {
    const environment = await environmentWith(runtime, {}, argument);
    const { observation, body, requestId } = await invoke(environment);
    const message = `RequestId: ${requestId} Error: ${reason}`;
    expect(observation.status).toBe("crash");
    expect(observation.error).toEqual({ type: "Runtime.ExitError", message });
    expect(body).toBe(`{"errorType":"Runtime.ExitError","errorMessage":"${message}"}`);
    expect(observation.initMs).toBeGreaterThan(0);
    expect(observation.durationMs).toBeGreaterThan(0);
    expect(observation.invokeMs).toBeUndefined();
    expect(observation.coldStartMs).toBeUndefined();
  });

  it("after its answer is a crash too; the caller keeps the answer", async () => {
    const environment = await environmentWith("answers-then-exits");
    const { observation, body, requestId } = await invoke(environment);
    expect(observation.status).toBe("crash");
    expect(observation.error).toEqual({
      type: "Runtime.ExitError",
      message: `RequestId: ${requestId} Error: Runtime exited without providing a reason`,
    });
    expect(body).toBe("answered");
    expect(observation.invokeMs).toBeGreaterThan(0);
    expect(observation.overheadMs).toBeUndefined();
  });

  it("while it is idle is told by the next one", async () => {
    const sandbox = runtimeSandbox("exits-when-idle");
    const environment = await environmentOf(sandbox);
    expect((await invoke(environment)).observation.status).toBe("ok");
    await until(() => sandbox.exits.length > 0);
    const { observation, requestId } = await invoke(environment);
    expect(observation.status).toBe("crash");
    expect(observation.error?.message).toBe(
      `RequestId: ${requestId} Error: Runtime exited with error: exit status 7`,
    );
  });
});

describe("an invocation that takes longer than the timeout", () => {
  it("is told with the configured time, and the process is killed", async () => {
    const sandbox = runtimeSandbox("hangs");
    const environment = await environmentOf(sandbox, { timeoutSeconds: 0.25 });
    const { observation, body, requestId } = await invoke(environment);
    const message = `RequestId: ${requestId} Error: Task timed out after 0.25 seconds`;
    expect(observation.status).toBe("timeout");
    expect(observation.error).toEqual({ type: "Sandbox.Timedout", message });
    expect(body).toBe(`{"errorType":"Sandbox.Timedout","errorMessage":"${message}"}`);
    expect(observation.durationMs).toBe(250);
    expect(sandbox.exits).toMatchObject([{ code: null, signal: "SIGKILL" }]);
  });

  it("includes one that was answered and never came back for more", async () => {
    const environment = await environmentWith("hangs-after-answer", { timeoutSeconds: 0.25 });
    const { observation, body } = await invoke(environment);
    expect(observation.status).toBe("timeout");
    expect(body).toBe("answered");
    expect(observation.invokeMs).toBeGreaterThan(0);
    expect(observation.overheadMs).toBeUndefined();
  });
});

describe("an invocation whose process the memory limit ended", () => {
  it("is out of memory, and the next one starts anew", async () => {
    const sandbox = runtimeSandbox("killed-while-answering", "SIGKILL");
    // What a sandbox with a limit knows: the kernel's count, which no process of this machine can be made to raise here.
    const launch = sandbox.launch.bind(sandbox);
    sandbox.launch = async (role) => {
      const launched = await launch(role);
      return { ...launched, exited: launched.exited.then((exit) => ({ ...exit, outOfMemory: true })) };
    };
    const environment = await environmentOf(sandbox);
    const { observation, body, requestId } = await invoke(environment);
    expect(observation.status).toBe("out-of-memory");
    expect(JSON.parse(body)).toEqual({
      errorType: "Runtime.OutOfMemory",
      errorMessage: `RequestId: ${requestId} Error: Runtime exited with error: signal: killed`,
    });
    expect((await invoke(environment)).observation.suppressedInitMs).toBeGreaterThan(0);
  });
});
