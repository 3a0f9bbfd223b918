import { describe, expect, it } from "vitest";
import { runtimeSandbox } from "./child-sandbox.ts";
import { environmentOf, environmentWith, invoke } from "./fixture.ts";

describe("stopping an environment", () => {
  it("kills its process without a warning, and may be done twice", async () => {
    const sandbox = runtimeSandbox("echo");
    const environment = await environmentOf(sandbox);
    await invoke(environment);
    await environment.stop();
    expect(sandbox.exits).toMatchObject([{ code: null, signal: "SIGKILL" }]);
    expect(environment.alive).toBe(false);
    await environment.stop();
  });

  it("ends an invocation under way", async () => {
    const environment = await environmentWith("hangs");
    const invoked = invoke(environment);
    await expect(environment.invoke(Buffer.from("{}"))).rejects.toThrow(
      "expected a free environment, got a busy one",
    );
    await environment.stop();
    expect((await invoked).observation.status).toBe("crash");
  });

  it("is not left to anybody where its Runtime API could not even listen", async () => {
    const sandbox = runtimeSandbox("echo");
    let destroyed = 0;
    const unheard = Object.assign(sandbox, {
      listenAt: { host: "203.0.113.7", admits: () => true },
      destroy: async () => {
        destroyed += 1;
      },
    });
    await expect(environmentOf(unheard)).rejects.toThrow("EADDRNOTAVAIL");
    expect(destroyed).toBe(1);
  });

  it("never throws, even when the sandbox does", async () => {
    const sandbox = runtimeSandbox("echo");
    const environment = await environmentOf(sandbox);
    const destroy = sandbox.destroy.bind(sandbox);
    sandbox.destroy = () => Promise.reject(new Error("cannot"));
    await environment.stop();
    await destroy();
  });
});
