import { describe, expect, it } from "vitest";
import { startEnvironment } from "../../../src/environment/environment.ts";
import { ChildSandbox, runtimeSandbox } from "./child-sandbox.ts";
import { environmentOf, environmentOptions, environmentWith, invoke } from "./fixture.ts";

describe("an init that fails", () => {
  it("is tried again inside the first invocation, which reports it in the function's own words", async () => {
    const environment = await environmentWith("init-error");
    expect(environment.alive).toBe(true);
    const { observation, body } = await invoke(environment);
    expect(observation.status).toBe("init-error");
    expect(observation.error).toEqual({
      type: "Runtime.ImportModuleError",
      message: "Cannot find module 'left-pad'",
    });
    expect(body).toBe(
      '{"errorMessage":"Cannot find module \'left-pad\'","errorType":"Runtime.ImportModuleError","stackTrace":[]}',
    );
    expect(observation.provisionMs).toBeGreaterThan(0);
    expect(observation.initMs).toBeUndefined();
    expect(observation.failedInitMs).toBeGreaterThan(0);
    expect(observation.suppressedInitMs).toBeGreaterThan(0);
    expect(observation.durationMs).toBe(observation.suppressedInitMs);
    expect(observation.coldStartMs).toBeUndefined();
  });

  it("is reported also when the process dies right after", async () => {
    for (let turn = 0; turn < 5; turn++) {
      const { observation } = await invoke(await environmentWith("init-error-in-haste"));
      expect(observation.error).toEqual({ type: "Runtime.InHaste", message: "no time" });
    }
  });

  it.each([
    ["exits-at-load", "3", "Runtime exited with error: exit status 3"],
    ["exits-at-load", "0", "Runtime exited without providing a reason"],
    ["killed-at-load", "", "Runtime exited with error: signal: killed"],
  ])("because %s %s is told as Lambda does", async (runtime, argument, reason) => {
    const { observation, body, requestId } = await invoke(await environmentWith(runtime, {}, argument));
    const message = `RequestId: ${requestId} Error: ${reason}`;
    expect(observation.status).toBe("init-error");
    expect(observation.error).toEqual({ type: "Runtime.ExitError", message });
    expect(body).toBe(`{"errorType":"Runtime.ExitError","errorMessage":"${message}"}`);
  });

  it("because nothing could be started names the entry point", async () => {
    const environment = await environmentOf(new ChildSandbox(["/does/not/exist"]));
    const { observation, requestId } = await invoke(environment);
    expect(observation.status).toBe("init-error");
    expect(observation.error).toEqual({
      type: "Runtime.InvalidEntrypoint",
      message: `RequestId: ${requestId} Error: spawn /does/not/exist ENOENT`,
    });
  });

  it("because it takes too long is told as the timeout of the invocation that tries again", async () => {
    const sandbox = runtimeSandbox("never-polls");
    const environment = await environmentOf(sandbox, { initLimitMs: 150, timeoutSeconds: 0.2 });
    expect(sandbox.exits).toMatchObject([{ code: null, signal: "SIGKILL" }]);
    const { observation, requestId } = await invoke(environment);
    expect(observation.status).toBe("timeout");
    expect(observation.error).toEqual({
      type: "Sandbox.Timedout",
      message: `RequestId: ${requestId} Error: Task timed out after 0.20 seconds`,
    });
    expect(observation).toMatchObject({ failedInitMs: 150, suppressedInitMs: 200, durationMs: 200 });
    expect(observation.initMs).toBeUndefined();
  });

  it("because the sandbox itself failed is thrown, and nothing is left", async () => {
    const sandbox = new ChildSandbox([process.execPath, "-e", ""]);
    sandbox.start = () => Promise.reject(new Error("the engine is gone"));
    let destroyed = false;
    sandbox.destroy = async () => {
      destroyed = true;
    };
    const started = startEnvironment({ ...environmentOptions, sandbox });
    await expect(started).rejects.toThrow("the engine is gone");
    expect(destroyed).toBe(true);
  });
});
