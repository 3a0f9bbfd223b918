import { describe, expect, it } from "vitest";
import { client, invocation, openApi } from "../fixture.ts";
import { extension, readyRuntime, refused, registered, waiting } from "./extension-client.ts";

describe("a reset", () => {
  it("ends every connection and serves a new life at the same address", async () => {
    const api = await openApi({ extensions: ["lens"] });
    const { address } = api;
    const lens = await waiting(api, "lens", ["INVOKE"]);
    const runtime = await readyRuntime(api);
    const delivery = api.deliver(invocation());
    await Promise.all([runtime.answer(), lens.raw.answer()]);
    runtime.write("POST /2018-06-01/runtime/init/error HTTP/1.1\r\nHost: x\r\nContent-Length: 9\r\n\r\nab");
    api.reset();
    await Promise.all([runtime.closed, lens.raw.closed]);
    expect(api.address).toBe(address);
    expect(api.state).toBe("Started");
    expect(api.extensions.named("lens")).toMatchObject({ state: "Started", events: [] });
    expect(delivery.progress.answer).toBeUndefined();
  });

  it("forgets identifiers, and lets extensions register and events be asked for again", async () => {
    const api = await openApi({ extensions: ["lens"] });
    const old = await waiting(api, "lens", ["INVOKE"]);
    await readyRuntime(api);
    api.reset();
    const lens = await extension(api);
    lens.identifier = old.identifier;
    expect(await lens.next()).toMatchObject(
      refused("Extension.UnknownExtensionIdentifier", `Unknown extension ${old.identifier}`),
    );
    let registeredAll = false;
    void api.extensions.registered.then(() => {
      registeredAll = true;
    });
    await Promise.resolve();
    expect(registeredAll).toBe(false);
    expect((await lens.register("lens", ["INVOKE"])).status).toBe(200);
    await api.extensions.registered;
    expect(lens.identifier).not.toBe(old.identifier);
    await registered(api, "inside");
    lens.poll();
    const runtime = await readyRuntime(api);
    expect(await api.initEnd).toMatchObject({ kind: "ready" });
    const given = invocation();
    const delivery = api.deliver(given);
    expect(JSON.parse((await lens.raw.answer()).body).requestId).toBe(given.requestId);
    await runtime.answer();
    runtime.post(`/runtime/invocation/${given.requestId}/response`, "{}");
    expect((await runtime.answer()).status).toBe(202);
    runtime.get("/runtime/invocation/next");
    lens.poll();
    await delivery.completed;
  });

  it("is not disturbed by a body that it cut off", async () => {
    const api = await openApi();
    const old = await client(api);
    old.write("POST /2018-06-01/runtime/init/error HTTP/1.1\r\nHost: x\r\nContent-Length: 9\r\n\r\nab");
    const ping = await client(api);
    await ping.ask("GET", "/2018-06-01/ping");
    api.reset();
    await old.closed;
    await new Promise((resolve) => setTimeout(resolve, 10));
    expect(api.state).toBe("Started");
    await readyRuntime(api);
  });

  it("may come again and again, and after a close", async () => {
    const api = await openApi();
    for (let turn = 0; turn < 3; turn++) {
      await readyRuntime(api);
      api.reset();
      expect(api.state).toBe("Started");
    }
    await api.close();
    api.reset();
  });
});
