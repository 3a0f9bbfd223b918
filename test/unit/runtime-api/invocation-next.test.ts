import { describe, expect, it } from "vitest";
import { client, invocation, openApi, ownHeaders, running, until } from "./fixture.ts";

describe("/runtime/invocation/next", () => {
  it("gives the payload byte for byte, with the headers that are always sent", async () => {
    const api = await openApi();
    const runtime = await client(api);
    runtime.get("/runtime/invocation/next");
    await api.initEnd;
    const given = invocation({ payload: Buffer.from('{ "größe" : 7 }') });
    api.deliver(given);
    const answer = await runtime.answer();
    expect(answer.status).toBe(200);
    expect(answer.body).toBe('{ "größe" : 7 }');
    expect(ownHeaders(answer.headers)).toEqual([
      "Content-Type: application/json",
      `Lambda-Runtime-Aws-Request-Id: ${given.requestId}`,
      "Lambda-Runtime-Deadline-Ms: 1795000000000",
      "Lambda-Runtime-Invoked-Function-Arn: arn:aws:lambda:us-east-1:012345678912:function:order-api",
      "Content-Length: 17",
    ]);
  });

  it("gives the other headers only where they have a value", async () => {
    const api = await openApi();
    const runtime = await client(api);
    runtime.get("/runtime/invocation/next");
    await api.initEnd;
    api.deliver(
      invocation({
        contentType: "text/plain",
        traceId: "Root=1-5e1b4151-0123456789abcdef01234567;Parent=0123456789abcdef;Sampled=0",
        clientContext: '{"custom":{}}',
        cognitoIdentity: "",
        tenantId: "t-1",
      }),
    );
    const { headers } = await runtime.answer();
    expect(headers).toContain("Content-Type: text/plain");
    expect(headers).toContain(
      "Lambda-Runtime-Trace-Id: Root=1-5e1b4151-0123456789abcdef01234567;Parent=0123456789abcdef;Sampled=0",
    );
    expect(headers).toContain('Lambda-Runtime-Client-Context: {"custom":{}}');
    expect(headers).toContain("Lambda-Runtime-Aws-Tenant-Id: t-1");
    expect(headers.join()).not.toContain("Cognito");
  });

  it("blocks while there is no event", async () => {
    const api = await openApi();
    const runtime = await client(api);
    runtime.get("/runtime/invocation/next");
    await api.initEnd;
    await new Promise((resolve) => setTimeout(resolve, 50));
    expect(runtime.silent).toBe(true);
    expect(api.state).toBe("Ready");
  });

  it("gives the same event again at once while it is unanswered, and keeps the first departure", async () => {
    const { runtime, id, delivery, api } = await running();
    const departed = delivery.progress.departedAtMs;
    runtime.get("/runtime/invocation/next");
    const again = await runtime.answer();
    expect(again.status).toBe(200);
    expect(again.headers).toContain(`Lambda-Runtime-Aws-Request-Id: ${id}`);
    expect(api.state).toBe("Running");
    expect(departed).toBeDefined();
    expect(delivery.progress.departedAtMs).toBe(departed);
  });

  it("gives one event to one of two waiting polls", async () => {
    const api = await openApi();
    const [first, second] = [await client(api), await client(api)];
    first.get("/runtime/invocation/next");
    await api.initEnd;
    second.get("/runtime/invocation/next");
    await new Promise((resolve) => setTimeout(resolve, 20));
    api.deliver(invocation());
    expect((await first.answer()).status).toBe(200);
    await new Promise((resolve) => setTimeout(resolve, 20));
    expect(second.silent).toBe(true);
  });

  it("keeps an event for the next poll when the waiting connection was lost", async () => {
    const api = await openApi();
    const lost = await client(api);
    lost.get("/runtime/invocation/next");
    await api.initEnd;
    lost.socket.resetAndDestroy();
    await api.disconnected(1000);
    const given = invocation();
    const delivery = api.deliver(given);
    expect(delivery.progress.departedAtMs).toBeUndefined();
    const runtime = await client(api);
    runtime.get("/runtime/invocation/next");
    expect((await runtime.answer()).headers).toContain(`Lambda-Runtime-Aws-Request-Id: ${given.requestId}`);
    await until(() => delivery.progress.departedAtMs !== undefined);
  });

  it("is refused after an init error", async () => {
    const api = await openApi();
    const runtime = await client(api);
    runtime.post("/runtime/init/error", "{}");
    expect((await runtime.answer()).status).toBe(202);
    runtime.get("/runtime/invocation/next");
    const refused = await runtime.answer();
    expect(refused.status).toBe(403);
    expect(ownHeaders(refused.headers)).toEqual(["Content-Type: application/json", "Content-Length: 156"]);
    expect(refused.body).toBe(
      '{"errorMessage":"State transition from InitError to Ready failed for runtime. Error: State transition is not allowed","errorType":"InvalidStateTransition"}\n',
    );
  });

  it("is refused while a response is being posted", async () => {
    const { api, runtime, id } = await running();
    const other = await client(api);
    runtime.write(
      `POST /2018-06-01/runtime/invocation/${id}/response HTTP/1.1\r\nHost: x\r\nContent-Length: 4\r\n\r\nab`,
    );
    await until(() => api.state === "InvocationResponse");
    other.get("/runtime/invocation/next");
    const refused = await other.answer();
    expect(refused.status).toBe(403);
    expect(refused.body).toContain("State transition from InvocationResponse to Ready failed");
    runtime.write("cd");
    expect((await runtime.answer()).status).toBe(202);
  });

  it("has let a small event go when the delivery is made: nothing waits for a turn of the loop", async () => {
    const api = await openApi();
    const runtime = await client(api);
    runtime.get("/runtime/invocation/next");
    await api.initEnd;
    expect(api.deliver(invocation()).progress.departedAtMs).toBeDefined();
  });

  it("hands over an event of 6 MB whole, and notes its departure after it", async () => {
    const api = await openApi();
    const runtime = await client(api);
    runtime.get("/runtime/invocation/next");
    await api.initEnd;
    const delivery = api.deliver(invocation({ payload: Buffer.alloc(6_291_456, "x") }));
    const answer = await runtime.answer();
    expect(answer.body.length).toBe(6_291_456);
    await until(() => delivery.progress.departedAtMs !== undefined);
  });

  it("cannot be given an event that nobody asked for", async () => {
    const api = await openApi();
    expect(() => api.deliver(invocation())).toThrow(
      "expected a runtime that asked for an event, got state Started",
    );
  });
});
