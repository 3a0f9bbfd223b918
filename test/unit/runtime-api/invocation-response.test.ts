import { describe, expect, it } from "vitest";
import { joined } from "../../../src/runtime-api/request-body.ts";
import { client, invocation, openApi, ownHeaders, running, until } from "./fixture.ts";

const okBody = '{"status":"OK"}\n';
const invalidId = '{"errorMessage":"Invalid request ID","errorType":"InvalidRequestID"}\n';
const refusedAfterAnswer =
  '{"errorMessage":"State transition from RuntimeResponseSentState to InvocationResponse failed for runtime. Error: State transition is not allowed","errorType":"InvalidStateTransition"}\n';

describe("/runtime/invocation/{id}/response", () => {
  it("accepts the answer to the event in hand", async () => {
    const { runtime, id, delivery } = await running();
    runtime.post(`/runtime/invocation/${id}/response`, '{"ok":true}', "Content-Type: application/json");
    const answer = await runtime.answer();
    expect(answer.status).toBe(202);
    expect(answer.body).toBe(okBody);
    expect(ownHeaders(answer.headers)).toEqual(["Content-Type: application/json", "Content-Length: 16"]);
    const got = delivery.progress.answer;
    expect(got?.kind === "response" && joined(got.body).toString()).toBe('{"ok":true}');
    expect(got).toMatchObject({ contentType: "application/json", streaming: false });
    expect(delivery.progress.responseBytes).toBe(11);
  });

  it("completes only when the runtime asks for the next event", async () => {
    const { runtime, id, delivery } = await running();
    let completed = false;
    void delivery.completed.then(() => {
      completed = true;
    });
    runtime.post(`/runtime/invocation/${id}/response`, "x");
    await runtime.answer();
    expect(completed).toBe(false);
    runtime.get("/runtime/invocation/next");
    await delivery.completed;
    const {
      departedAtMs = NaN,
      firstByteAtMs = NaN,
      answeredAtMs = NaN,
      nextAskedAtMs = NaN,
    } = delivery.progress;
    expect(departedAtMs).toBeLessThan(firstByteAtMs);
    expect(firstByteAtMs).toBeLessThanOrEqual(answeredAtMs);
    expect(answeredAtMs).toBeLessThan(nextAskedAtMs);
  });

  it("sees the first byte of a slow body before its last", async () => {
    const { runtime, id, delivery } = await running();
    runtime.write(
      `POST /2018-06-01/runtime/invocation/${id}/response HTTP/1.1\r\nHost: x\r\nContent-Length: 3\r\n\r\n`,
    );
    for (const letter of "abc") {
      await new Promise((resolve) => setTimeout(resolve, 15));
      runtime.write(letter);
    }
    expect((await runtime.answer()).status).toBe(202);
    const { firstByteAtMs = NaN, answeredAtMs = NaN, answer } = delivery.progress;
    expect(firstByteAtMs).toBeLessThan(answeredAtMs);
    expect(answer?.kind === "response" && joined(answer.body).toString()).toBe("abc");
  });

  it("accepts an empty body", async () => {
    const { runtime, id, delivery } = await running();
    runtime.post(`/runtime/invocation/${id}/response`, "");
    expect((await runtime.answer()).status).toBe(202);
    expect(delivery.progress.responseBytes).toBe(0);
    expect(delivery.progress.firstByteAtMs).toBe(delivery.progress.answeredAtMs);
  });

  it("accepts chunks, and trailers that were declared and never sent", async () => {
    const { runtime, id, delivery } = await running();
    runtime.write(
      [
        `POST /2018-06-01/runtime/invocation/${id}/response HTTP/1.1`,
        "Host: x",
        "transfer-encoding: chunked",
        "trailer: Lambda-Runtime-Function-Error-Type, Lambda-Runtime-Function-Error-Body",
        "",
        "2\r\nab\r\n3\r\ncde\r\n0\r\n\r\n",
      ].join("\r\n"),
    );
    expect((await runtime.answer()).status).toBe(202);
    const { answer } = delivery.progress;
    expect(answer?.kind === "response" && joined(answer.body).toString()).toBe("abcde");
  });

  it("takes error trailers as a failure of the stream", async () => {
    const { runtime, id, delivery } = await running();
    runtime.write(
      [
        `POST /2018-06-01/runtime/invocation/${id}/response HTTP/1.1`,
        "Host: x",
        "Lambda-Runtime-Function-Response-Mode: streaming",
        "Transfer-Encoding: chunked",
        "Trailer: Lambda-Runtime-Function-Error-Type, Lambda-Runtime-Function-Error-Body",
        "",
        "2\r\nab\r\n0",
        "lambda-runtime-function-error-type: Runtime.StreamError",
        "lambda-runtime-function-error-body: e30=",
        "",
        "",
      ].join("\r\n"),
    );
    expect((await runtime.answer()).status).toBe(202);
    expect(delivery.progress.answer).toEqual({
      kind: "stream-error",
      errorType: "Runtime.StreamError",
      errorBody: "e30=",
    });
  });

  it("is 400 under an unknown id, in every state, and changes nothing", async () => {
    const { api, runtime, id } = await running();
    for (const wrong of ["x", `${id}x`, "next"]) {
      runtime.post(`/runtime/invocation/${wrong}/response`, "body");
      const answer = await runtime.answer();
      expect(answer).toMatchObject({ status: 400, body: invalidId });
    }
    expect(api.state).toBe("Running");
    const fresh = await openApi();
    const early = await client(fresh);
    early.post(`/runtime/invocation/${id}/response`, "body");
    expect(await early.answer()).toMatchObject({ status: 400, body: invalidId });
    expect(fresh.state).toBe("Started");
  });

  it("is 403 the second time, and 400 once the runtime has asked for more", async () => {
    const { api, runtime, id, delivery } = await running();
    runtime.post(`/runtime/invocation/${id}/response`, "first");
    await runtime.answer();
    runtime.post(`/runtime/invocation/${id}/response`, "second");
    expect(await runtime.answer()).toMatchObject({ status: 403, body: refusedAfterAnswer });
    const poll = await client(api);
    poll.get("/runtime/invocation/next");
    await delivery.completed;
    runtime.post(`/runtime/invocation/${id}/response`, "third");
    expect(await runtime.answer()).toMatchObject({ status: 400, body: invalidId });
    const { answer } = delivery.progress;
    expect(answer?.kind === "response" && joined(answer.body).toString()).toBe("first");
  });

  it("is 403 while another response is under way", async () => {
    const { api, runtime, id } = await running();
    runtime.write(
      `POST /2018-06-01/runtime/invocation/${id}/response HTTP/1.1\r\nHost: x\r\nContent-Length: 4\r\n\r\nab`,
    );
    await until(() => api.state === "InvocationResponse");
    const other = await client(api);
    other.post(`/runtime/invocation/${id}/response`, "x");
    const refused = await other.answer();
    expect(refused.status).toBe(403);
    expect(refused.body).toContain("from InvocationResponse to InvocationResponse failed for runtime");
    other.post(`/runtime/invocation/${id}/error`, "{}");
    expect((await other.answer()).body).toContain(
      "from InvocationResponse to InvocationErrorResponse failed",
    );
  });

  it("takes 6,291,556 bytes", async () => {
    const { runtime, id, delivery } = await running();
    runtime.post(`/runtime/invocation/${id}/response`, Buffer.alloc(6_291_556, "x"));
    expect((await runtime.answer()).status).toBe(202);
    expect(delivery.progress.responseBytes).toBe(6_291_556);
  });

  it("reads one byte more to its end, answers 413, and lets the runtime go on", async () => {
    const { runtime, id, delivery } = await running();
    runtime.post(`/runtime/invocation/${id}/response`, Buffer.alloc(6_291_557, "x"));
    expect(await runtime.answer()).toMatchObject({
      status: 413,
      body: '{"errorMessage":"Exceeded maximum allowed payload size (6291556 bytes).","errorType":"RequestEntityTooLarge"}\n',
    });
    expect(delivery.progress.answer).toEqual({ kind: "too-large", bytes: 6_291_557, limitBytes: 6_291_556 });
    runtime.get("/runtime/invocation/next");
    await delivery.completed;
  });

  it.each([
    [209_715_200, 202, '{"status":"OK"}\n'],
    [
      209_715_201,
      413,
      '{"errorMessage":"Exceeded maximum allowed payload size (209715200 bytes).","errorType":"RequestEntityTooLarge"}\n',
    ],
  ])("answers %d streamed bytes with %d", async (bytes, status, body) => {
    const { runtime, id, delivery } = await running();
    const streaming = "lambda-runtime-function-response-mode: streaming";
    runtime.post(`/runtime/invocation/${id}/response`, Buffer.alloc(bytes, "x"), streaming);
    expect(await runtime.answer()).toMatchObject({ status, body });
    expect(delivery.progress).toMatchObject({
      responseBytes: bytes,
      answer: status === 202 ? { kind: "response" } : { kind: "too-large", bytes, limitBytes: 209_715_200 },
    });
  });

  it("takes more than that where it is streamed", async () => {
    const { runtime, id, delivery } = await running();
    runtime.post(
      `/runtime/invocation/${id}/response`,
      Buffer.alloc(6_291_557, "x"),
      "lambda-runtime-function-response-mode: streaming",
    );
    expect((await runtime.answer()).status).toBe(202);
    expect(delivery.progress.answer).toMatchObject({ kind: "response", streaming: true });
  });

  it.each(["buffered", "Streaming", "STREAMING"])(
    "is 400 in the mode %s, which uses the answer up",
    async (mode) => {
      const { api, runtime, id, delivery } = await running();
      runtime.post(
        `/runtime/invocation/${id}/response`,
        "body",
        `Lambda-Runtime-Function-Response-Mode: ${mode}`,
      );
      expect(await runtime.answer()).toMatchObject({
        status: 400,
        body: '{"errorMessage":"Invalid function response mode","errorType":"InvalidFunctionResponseMode"}\n',
      });
      expect(delivery.progress.answer).toEqual({ kind: "invalid-mode", mode });
      expect(api.state).toBe("InvocationResponse");
      runtime.post(`/runtime/invocation/${id}/response`, "body");
      expect((await runtime.answer()).status).toBe(403);
    },
  );

  it("takes an empty mode for none", async () => {
    const { runtime, id } = await running();
    runtime.post(`/runtime/invocation/${id}/response`, "x", "Lambda-Runtime-Function-Response-Mode:");
    expect((await runtime.answer()).status).toBe(202);
  });

  it("answers a body that ends early with TruncatedHTTPRequest, and lets the runtime go on", async () => {
    const { api, runtime, id, delivery } = await running();
    runtime.write(
      `POST /2018-06-01/runtime/invocation/${id}/response HTTP/1.1\r\nHost: x\r\nContent-Length: 9\r\n\r\nab`,
    );
    runtime.socket.end();
    expect(await runtime.answer()).toMatchObject({
      status: 400,
      body: '{"errorMessage":"HTTP request detected as truncated","errorType":"TruncatedHTTPRequest"}\n',
    });
    await runtime.closed;
    expect(delivery.progress.answer).toEqual({ kind: "truncated", bytes: 2 });
    expect(delivery.progress.answeredAtMs).toBeUndefined();
    const again = await client(api);
    again.get("/runtime/invocation/next");
    await delivery.completed;
    api.deliver(invocation());
    expect((await again.answer()).status).toBe(200);
  });

  it("takes a broken chunk for a truncated request", async () => {
    const { runtime, id, delivery } = await running();
    runtime.write(
      `POST /2018-06-01/runtime/invocation/${id}/response HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nab\r\n`,
    );
    await new Promise((resolve) => setTimeout(resolve, 10));
    runtime.write("no length\r\n");
    expect((await runtime.answer()).body).toContain("TruncatedHTTPRequest");
    expect(delivery.progress.answer).toEqual({ kind: "truncated", bytes: 2 });
  });

  it("notes a connection that was reset in the middle of a body", async () => {
    const { api, runtime, id, delivery } = await running();
    runtime.write(
      `POST /2018-06-01/runtime/invocation/${id}/response HTTP/1.1\r\nHost: x\r\nContent-Length: 9\r\n\r\nab`,
    );
    await until(() => api.state === "InvocationResponse");
    runtime.socket.resetAndDestroy();
    await until(() => delivery.progress.answer !== undefined);
    expect(delivery.progress.answer).toMatchObject({ kind: "truncated" });
    expect(api.state).toBe("RuntimeResponseSentState");
  });

  it("takes an X-Ray cause of nearly a mebibyte beside it", async () => {
    const { runtime, id } = await running();
    const cause = "x".repeat(1024 * 1024 - 1);
    runtime.post(
      `/runtime/invocation/${id}/response`,
      "x",
      `Lambda-Runtime-Function-XRay-Error-Cause: ${cause}`,
    );
    expect((await runtime.answer()).status).toBe(202);
  });
});
