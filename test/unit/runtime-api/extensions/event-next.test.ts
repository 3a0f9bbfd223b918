import { describe, expect, it } from "vitest";
import { client, invocation, openApi, ownHeaders, until } from "../fixture.ts";
import { headerOf, readyRuntime, refusedIn, registered, waiting } from "./extension-client.ts";

describe("/extension/event/next", () => {
  it("blocks while there is no event", async () => {
    const api = await openApi({ extensions: ["lens"] });
    const lens = await waiting(api, "lens", ["INVOKE"]);
    await new Promise((resolve) => setTimeout(resolve, 30));
    expect(lens.raw.silent).toBe(true);
    expect(api.extensions.named("lens")?.state).toBe("Ready");
  });

  it("gives the INVOKE event of each invocation, with an identifier of its own", async () => {
    const api = await openApi({ extensions: ["lens"] });
    const lens = await waiting(api, "lens", ["INVOKE"]);
    const runtime = await readyRuntime(api);
    const identifiers = new Set<string | undefined>();
    for (let turn = 0; turn < 2; turn++) {
      const given = invocation({ traceId: "Root=1-5e1b4151-0123456789abcdef01234567;Sampled=0" });
      const delivery = api.deliver(given);
      const answer = await lens.raw.answer();
      expect(answer.body).toBe(
        `{"eventType":"INVOKE","deadlineMs":${given.deadlineMs},"requestId":"${given.requestId}","invokedFunctionArn":"${given.functionArn}","tracing":{"type":"X-Amzn-Trace-Id","value":"${given.traceId}"}}\n`,
      );
      const identifier = headerOf(answer, "Lambda-Extension-Event-Identifier");
      expect(ownHeaders(answer.headers)).toEqual([
        "Content-Type: application/json",
        `Lambda-Extension-Event-Identifier: ${identifier}`,
        `Content-Length: ${answer.body.length}`,
      ]);
      identifiers.add(identifier);
      await runtime.answer();
      runtime.post(`/runtime/invocation/${given.requestId}/response`, "{}");
      await runtime.answer();
      runtime.get("/runtime/invocation/next");
      lens.poll();
      await delivery.completed;
    }
    expect(identifiers.size).toBe(2);
    expect([...identifiers].every((identifier) => /^[0-9a-f-]{36}$/.test(identifier ?? ""))).toBe(true);
  });

  it.each([undefined, ""])("leaves tracing out where the trace id is %j", async (traceId) => {
    const api = await openApi();
    const inside = await waiting(api, "inside", ["INVOKE"]);
    await readyRuntime(api);
    api.deliver(invocation({ traceId }));
    expect(Object.keys(JSON.parse((await inside.raw.answer()).body))).toEqual([
      "eventType",
      "deadlineMs",
      "requestId",
      "invokedFunctionArn",
    ]);
  });

  it("gives no INVOKE to who did not subscribe to it", async () => {
    const api = await openApi({ extensions: ["lens", "lamp"] });
    const lens = await waiting(api, "lens", ["SHUTDOWN"]);
    const lamp = await waiting(api, "lamp", ["INVOKE"]);
    await readyRuntime(api);
    const delivery = api.deliver(invocation());
    expect((await lamp.raw.answer()).status).toBe(200);
    await new Promise((resolve) => setTimeout(resolve, 20));
    expect(lens.raw.silent).toBe(true);
    expect(delivery.extensions.map(({ name }) => name)).toEqual(["lamp"]);
  });

  it("is refused while the extension already waits, which goes on waiting", async () => {
    const api = await openApi({ extensions: ["lens"] });
    const lens = await waiting(api, "lens", ["INVOKE"]);
    const second = await client(api);
    const answer = await second.ask("GET", "/2020-01-01/extension/event/next", "", lens.identity);
    expect(answer).toMatchObject(refusedIn("Ready", "Ready", lens.identifier));
    await readyRuntime(api);
    api.deliver(invocation());
    expect((await lens.raw.answer()).status).toBe(200);
  });

  it.each(["init", "exit"] as const)("is refused after an error of %s", async (call) => {
    const lens = await registered(await openApi({ extensions: ["lens"] }), "lens");
    await lens.fail(call);
    const state = call === "init" ? "InitError" : "ExitError";
    expect(await lens.next()).toMatchObject(refusedIn(state, "Ready", lens.identifier));
  });

  it("keeps an event for an extension that is still at work, and counts it as ready only after that", async () => {
    const api = await openApi({ extensions: ["lens"] });
    const lens = await registered(api, "lens", ["INVOKE"]);
    const runtime = await readyRuntime(api);
    const given = invocation();
    const delivery = api.deliver(given);
    let completed = false;
    void delivery.completed.then(() => {
      completed = true;
    });
    await runtime.answer();
    runtime.post(`/runtime/invocation/${given.requestId}/response`, "{}");
    await runtime.answer();
    runtime.get("/runtime/invocation/next");
    expect(JSON.parse((await lens.next()).body)).toMatchObject({ requestId: given.requestId });
    await until(() => api.state === "Ready");
    await new Promise((resolve) => setTimeout(resolve, 20));
    expect(completed).toBe(false);
    lens.poll();
    await delivery.completed;
  });
});
