import { describe, expect, it } from "vitest";
import { invocation, openApi, until } from "../fixture.ts";
import { readyRuntime, registered, waiting } from "./extension-client.ts";

describe("an invocation that extensions are told of", () => {
  it("is complete when the runtime and the last of them have asked for the next event", async () => {
    const api = await openApi({ extensions: ["lens", "lamp"] });
    const lens = await waiting(api, "lens", ["INVOKE"]);
    const lamp = await waiting(api, "lamp", ["INVOKE", "SHUTDOWN"]);
    const runtime = await readyRuntime(api);
    const given = invocation();
    const delivery = api.deliver(given);
    let completed = false;
    void delivery.completed.then(() => {
      completed = true;
    });
    expect(delivery.extensions).toMatchObject([
      { name: "lens", readyAtMs: undefined },
      { name: "lamp", readyAtMs: undefined },
    ]);
    await Promise.all([runtime.answer(), lens.raw.answer(), lamp.raw.answer()]);
    lens.poll();
    await until(() => delivery.extensions[0]?.readyAtMs !== undefined);
    runtime.post(`/runtime/invocation/${given.requestId}/response`, "{}");
    await runtime.answer();
    runtime.get("/runtime/invocation/next");
    await until(() => delivery.progress.nextAskedAtMs !== undefined);
    expect(completed).toBe(false);
    lamp.poll();
    await delivery.completed;
    const [first, second] = delivery.extensions.map(({ readyAtMs = Number.NaN }) => readyAtMs);
    const { departedAtMs = Number.NaN, nextAskedAtMs = Number.NaN } = delivery.progress;
    expect(departedAtMs).toBeLessThan(first ?? Number.NaN);
    expect(first).toBeLessThan(nextAskedAtMs);
    expect(nextAskedAtMs).toBeLessThan(second ?? Number.NaN);
  });

  it("does not wait for those that only want SHUTDOWN", async () => {
    const api = await openApi({ extensions: ["lens"] });
    await registered(api, "lens", ["SHUTDOWN"]);
    const runtime = await readyRuntime(api);
    const given = invocation();
    const delivery = api.deliver(given);
    await runtime.answer();
    runtime.post(`/runtime/invocation/${given.requestId}/response`, "{}");
    await runtime.answer();
    runtime.get("/runtime/invocation/next");
    await delivery.completed;
    expect(delivery.extensions).toEqual([]);
  });

  it("is told to nobody when the runtime has not asked for an event", async () => {
    const api = await openApi({ extensions: ["lens"] });
    const lens = await waiting(api, "lens", ["INVOKE"]);
    expect(() => api.deliver(invocation())).toThrow("expected a runtime that asked for an event");
    expect(lens.raw.silent).toBe(true);
    expect(api.extensions.named("lens")?.state).toBe("Ready");
  });
});

describe("all extensions are ready", () => {
  it("when each registered one has asked for its first event, those that want none too", async () => {
    const api = await openApi({ extensions: ["lens", "lamp"] });
    const lens = await registered(api, "lens");
    let ready = false;
    const all = api.extensions.allReady().then(() => {
      ready = true;
    });
    lens.poll();
    await until(() => api.extensions.named("lens")?.state === "Ready");
    await Promise.resolve();
    await all;
    expect(ready).toBe(true);
  });

  it("only after the slowest, and at its own time", async () => {
    const api = await openApi({ extensions: ["lens", "lamp"] });
    const [lens, lamp] = [await registered(api, "lens"), await registered(api, "lamp")];
    let ready = false;
    const all = api.extensions.allReady().then(() => {
      ready = true;
    });
    lens.poll();
    await until(() => api.extensions.named("lens")?.state === "Ready");
    await new Promise((resolve) => setTimeout(resolve, 20));
    expect(ready).toBe(false);
    lamp.poll();
    await all;
    const times = ["lens", "lamp"].map((name) => api.extensions.named(name)?.firstNextAtMs ?? Number.NaN);
    expect(times[0]).toBeLessThan(times[1] ?? Number.NaN);
  });
});
