import { Agent, get } from "node:http";
import { describe, expect, it } from "vitest";
import { startRuntimeApi } from "../../../src/runtime-api/runtime-api.ts";
import { apiOptions, client, invocation, openApi, ownHeaders, running, until } from "./fixture.ts";

describe("routes", () => {
  it("answer pong to a ping", async () => {
    const runtime = await client(await openApi());
    runtime.get("/ping");
    expect(await runtime.answer()).toMatchObject({ status: 200, body: "pong" });
  });

  it.each([
    "/",
    "/runtime",
    "/runtime/invocation/",
    "/runtime/invocation//response",
    "/runtime/invocation/x",
    "/runtime/invocation/x/answer",
    "/runtime/invocation/x/response/",
    "/runtime/restore/next",
    "/runtime/init",
  ])("are 404 for %s", async (path) => {
    const runtime = await client(await openApi());
    runtime.get(path);
    expect(await runtime.answer()).toMatchObject({ status: 404, body: "404 page not found\n" });
  });

  it("are 404 outside the version's prefix", async () => {
    const runtime = await client(await openApi());
    runtime.write("GET /runtime/invocation/next HTTP/1.1\r\nHost: x\r\n\r\n");
    expect((await runtime.answer()).status).toBe(404);
  });

  it.each([
    ["POST", "/runtime/invocation/next", "GET"],
    ["GET", "/runtime/invocation/x/response", "POST"],
    ["PUT", "/runtime/invocation/x/error", "POST"],
    ["GET", "/runtime/init/error", "POST"],
    ["DELETE", "/ping", "GET"],
  ])("are 405 for %s %s, naming the method that is taken", async (method, path, allowed) => {
    const runtime = await client(await openApi());
    runtime.write(`${method} /2018-06-01${path} HTTP/1.1\r\nHost: x\r\nContent-Length: 0\r\n\r\n`);
    const answer = await runtime.answer();
    expect(answer.status).toBe(405);
    expect(ownHeaders(answer.headers)).toEqual([`Allow: ${allowed}`, "Content-Length: 0"]);
  });

  it("ignore a query", async () => {
    const runtime = await client(await openApi());
    runtime.get("/ping?x=/runtime/invocation/next");
    expect((await runtime.answer()).body).toBe("pong");
  });
});

describe("connections", () => {
  it("are kept alive, also after errors whose body was not read", async () => {
    const { runtime, id } = await running();
    for (let turn = 0; turn < 3; turn++) {
      runtime.post("/runtime/invocation/unknown/response", Buffer.alloc(3_000_000));
      expect((await runtime.answer()).status).toBe(400);
    }
    runtime.post(`/runtime/invocation/${id}/response`, "x");
    const answer = await runtime.answer();
    expect(answer.status).toBe(202);
    expect(answer.headers).toContain("Connection: keep-alive");
  });

  it("answer pipelined requests in their order", async () => {
    const { api, runtime, id } = await running();
    runtime.post(`/runtime/invocation/${id}/response`, "x");
    runtime.get("/runtime/invocation/next");
    runtime.get("/ping");
    expect((await runtime.answer()).status).toBe(202);
    await until(() => api.state === "Ready");
    const given = invocation();
    const delivery = api.deliver(given);
    expect((await runtime.answer()).headers).toContain(`Lambda-Runtime-Aws-Request-Id: ${given.requestId}`);
    expect((await runtime.answer()).body).toBe("pong");
    await until(() => delivery.progress.departedAtMs !== undefined);
  });

  it("serve a client that closes after each call", async () => {
    const { api, runtime, id, delivery } = await running();
    runtime.post(`/runtime/invocation/${id}/response`, "x", "Connection: close");
    expect((await runtime.answer()).status).toBe(202);
    await runtime.closed;
    const next = await client(api);
    next.get("/runtime/invocation/next");
    await delivery.completed;
  });

  it("survive whatever is sent over them", async () => {
    const { api, runtime, id } = await running();
    for (const garbage of [
      "\u0000\u0001\u0002",
      "GET\r\n\r\n",
      "GET /2018-06-01/ping HTTP/9.9\r\n\r\n",
      `POST /2018-06-01/runtime/invocation/${id}/error HTTP/1.1\r\nHost: x\r\nContent-Length: minus\r\n\r\n`,
      "GET / HTTP/1.1\r\nHost: x\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n\r\n",
      "CONNECT runtime:80 HTTP/1.1\r\nHost: x\r\n\r\n",
      `GET /ping HTTP/1.1\r\nHost: x\r\nX: ${"x".repeat(2 * 1024 * 1024)}\r\n\r\n`,
    ]) {
      const hostile = await client(api);
      hostile.write(garbage);
      hostile.socket.end();
      await hostile.closed;
    }
    expect(api.state).toBe("Running");
    runtime.get("/ping");
    expect((await runtime.answer()).body).toBe("pong");
  });

  it("survive a reset in every state", async () => {
    const api = await openApi();
    const started = await client(api);
    started.write("GET /2018-06-01/runtime/invo");
    started.socket.resetAndDestroy();
    await started.closed;
    const waiting = await client(api);
    waiting.get("/runtime/invocation/next");
    await api.initEnd;
    waiting.socket.resetAndDestroy();
    await waiting.closed;
    const given = invocation();
    const delivery = api.deliver(given);
    const answering = await client(api);
    answering.get("/runtime/invocation/next");
    await answering.answer();
    answering.post(`/runtime/invocation/${given.requestId}/response`, "x");
    answering.socket.resetAndDestroy();
    await answering.closed;
    await api.disconnected(1000);
    const last = await client(api);
    last.get("/runtime/invocation/next");
    if (delivery.progress.answer === undefined) {
      expect((await last.answer()).status).toBe(200);
    } else {
      await delivery.completed;
    }
  });

  it("end at once when the API is closed, waiting ones too", async () => {
    const api = await startRuntimeApi(apiOptions);
    const [waiting, idle, half] = [await client(api), await client(api), await client(api)];
    waiting.get("/runtime/invocation/next");
    half.write("POST /2018-06-01/runtime/init/error HTTP/1.1\r\nHost: x\r\nContent-Length: 9\r\n\r\nab");
    await api.initEnd;
    await api.close();
    await Promise.all([waiting.closed, idle.closed, half.closed]);
    await api.close();
  });

  it("are all seen to have ended, or after a limit are waited for no longer", async () => {
    const api = await openApi();
    const held = await client(api);
    held.get("/ping");
    await held.answer();
    await api.disconnected(10);
    held.socket.destroy();
    await api.disconnected(60_000);
  });

  it("work for Node's own client with an agent", async () => {
    const { address } = await openApi();
    const agent = new Agent({ keepAlive: true, maxSockets: 1 });
    const ports = new Set<number | undefined>();
    for (let turn = 0; turn < 5; turn++) {
      await new Promise<void>((resolve, reject) => {
        get(`http://${address}/2018-06-01/ping`, { agent }, (answer) => {
          ports.add(answer.socket.localPort);
          answer.resume().on("end", resolve);
        }).on("error", reject);
      });
    }
    agent.destroy();
    expect(ports.size).toBe(1);
  });
});
