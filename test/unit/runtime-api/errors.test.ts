import { describe, expect, it } from "vitest";
import { joined } from "../../../src/runtime-api/request-body.ts";
import { client, openApi, running } from "./fixture.ts";

describe("/runtime/invocation/{id}/error", () => {
  it("accepts the error of the event in hand as it came", async () => {
    const { api, runtime, id, delivery } = await running();
    runtime.post(
      `/runtime/invocation/${id}/error`,
      '{"errorMessage":"no"}',
      "Content-Type: application/vnd.aws.lambda.error+json",
      "Lambda-Runtime-Function-Error-Type: Function.No",
    );
    expect(await runtime.answer()).toMatchObject({ status: 202, body: '{"status":"OK"}\n' });
    expect(api.state).toBe("RuntimeResponseSentState");
    const { answer } = delivery.progress;
    expect(answer).toMatchObject({
      kind: "error",
      errorType: "Function.No",
      contentType: "application/vnd.aws.lambda.error+json",
    });
    expect(answer?.kind === "error" && joined(answer.body).toString()).toBe('{"errorMessage":"no"}');
    runtime.get("/runtime/invocation/next");
    await delivery.completed;
  });

  it("is 400 under an unknown id and 403 after an answer", async () => {
    const { runtime, id } = await running();
    runtime.post("/runtime/invocation/unknown/error", "{}");
    expect(await runtime.answer()).toMatchObject({
      status: 400,
      body: '{"errorMessage":"Invalid request ID","errorType":"InvalidRequestID"}\n',
    });
    runtime.post(`/runtime/invocation/${id}/response`, "{}");
    await runtime.answer();
    runtime.post(`/runtime/invocation/${id}/error`, "{}");
    expect(await runtime.answer()).toMatchObject({
      status: 403,
      body: '{"errorMessage":"State transition from RuntimeResponseSentState to InvocationErrorResponse failed for runtime. Error: State transition is not allowed","errorType":"InvalidStateTransition"}\n',
    });
  });

  it("takes a document that breaks off as far as it came", async () => {
    const { runtime, id, delivery } = await running();
    runtime.write(
      `POST /2018-06-01/runtime/invocation/${id}/error HTTP/1.1\r\nHost: x\r\nContent-Length: 99\r\n\r\nout of`,
    );
    runtime.socket.end();
    expect((await runtime.answer()).status).toBe(202);
    const { answer } = delivery.progress;
    expect(answer?.kind === "error" && joined(answer.body).toString()).toBe("out of");
  });

  it("is 413 above the size of a response", async () => {
    const { runtime, id, delivery } = await running();
    runtime.post(`/runtime/invocation/${id}/error`, Buffer.alloc(6_291_557, "x"));
    expect((await runtime.answer()).status).toBe(413);
    expect(delivery.progress.answer?.kind).toBe("too-large");
  });
});

describe("/runtime/init/error", () => {
  it("ends init with the posted error, once", async () => {
    const api = await openApi();
    const runtime = await client(api);
    runtime.post(
      "/runtime/init/error",
      '{"errorMessage":"m"}',
      "Lambda-Runtime-Function-Error-Type: Runtime.ImportModuleError",
    );
    expect(await runtime.answer()).toMatchObject({ status: 202, body: '{"status":"OK"}\n' });
    const end = await api.initEnd;
    expect(end).toMatchObject({ kind: "init-error", post: { errorType: "Runtime.ImportModuleError" } });
    runtime.post("/runtime/init/error", "{}");
    expect(await runtime.answer()).toMatchObject({
      status: 403,
      body: '{"errorMessage":"State transition from InitError to InitError failed for runtime. Error: State transition is not allowed","errorType":"InvalidStateTransition"}\n',
    });
  });

  it("is refused after the first poll", async () => {
    const { runtime } = await running();
    runtime.post("/runtime/init/error", "{}");
    const refused = await runtime.answer();
    expect(refused.status).toBe(403);
    expect(refused.body).toContain("State transition from Running to InitError failed");
  });
});
