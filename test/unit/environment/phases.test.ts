import { describe, expect, it } from "vitest";
import { environmentWith, invoke } from "./fixture.ts";

describe("the phases of an environment", () => {
  it("add up over its first invocation", async () => {
    const environment = await environmentWith("echo");
    const { observation, body } = await invoke(environment, '{"n":1}');
    expect(body).toBe('{"n":1}');
    expect(observation.status).toBe("ok");
    expect(observation.error).toBeUndefined();
    const {
      provisionMs = NaN,
      initMs = NaN,
      invokeMs = NaN,
      firstByteMs = NaN,
      overheadMs = NaN,
    } = observation;
    const { durationMs = NaN, gapMs = NaN } = observation;
    for (const phase of [provisionMs, initMs, gapMs, invokeMs, firstByteMs, overheadMs, durationMs]) {
      expect(phase).toBeGreaterThan(0);
    }
    expect(firstByteMs).toBeLessThanOrEqual(invokeMs);
    expect(durationMs).toBeCloseTo(invokeMs + overheadMs, 6);
    expect(observation.coldStartMs).toBeCloseTo(initMs + durationMs, 6);
    expect(observation.coldTotalMs).toBeCloseTo(provisionMs + initMs + invokeMs, 6);
    expect(observation.billedMs).toBe(Math.ceil(initMs + durationMs));
    expect(observation.responseBytes).toBe(7);
  });

  it("of a later invocation are its own alone", async () => {
    const environment = await environmentWith("echo");
    const first = await invoke(environment);
    const { observation, requestId } = await invoke(environment);
    expect(requestId).not.toBe(first.requestId);
    expect(requestId).toMatch(/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/);
    for (const field of [
      "provisionMs",
      "initMs",
      "gapMs",
      "coldStartMs",
      "coldTotalMs",
      "cpuInitMs",
    ] as const) {
      expect(observation[field], field).toBeUndefined();
    }
    expect(observation.billedMs).toBe(Math.ceil(observation.durationMs ?? NaN));
    expect(environment.alive).toBe(true);
    expect(environment.method).toBe("spawn");
  });

  it("come with the resources that were used between their ends", async () => {
    const environment = await environmentWith("echo");
    const first = await invoke(environment);
    expect(first.observation).toMatchObject({ cpuInitMs: 10, cpuInvokeMs: 10, maxMemoryMb: 42 });
    const second = await invoke(environment);
    expect(second.observation).toMatchObject({ cpuInvokeMs: 10, maxMemoryMb: 43 });
  });

  it("are the same for a body in chunks", async () => {
    const { observation, body } = await invoke(await environmentWith("chunked"), '{"chunked":true}');
    expect(observation).toMatchObject({ status: "ok", responseBytes: 16 });
    expect(body).toBe('{"chunked":true}');
  });

  it("do not depend on what the function logs", async () => {
    const environment = await environmentWith("floods-log");
    const { observation, body } = await invoke(environment);
    expect(observation.status).toBe("ok");
    expect(body).toBe("flooded");
    expect(environment.log().length).toBeGreaterThan(0);
  });

  it("end with the answer that came first, where a runtime answers twice", async () => {
    const environment = await environmentWith("answers-twice");
    expect(await invoke(environment)).toMatchObject({ body: "first", observation: { status: "ok" } });
    expect(await invoke(environment)).toMatchObject({ body: "first", observation: { status: "ok" } });
    expect(environment.log()).toContain(
      'second 403 {"errorMessage":"State transition from RuntimeResponseSentState to InvocationResponse failed for runtime. Error: State transition is not allowed","errorType":"InvalidStateTransition"}',
    );
    expect(environment.log()).toContain(
      'late 400 {"errorMessage":"Invalid request ID","errorType":"InvalidRequestID"}',
    );
  });

  it("are one invocation's where a runtime asks twice before it answers", async () => {
    const environment = await environmentWith("polls-twice");
    for (let turn = 0; turn < 3; turn++) {
      expect(await invoke(environment)).toMatchObject({
        body: '{"same":true}',
        observation: { status: "ok" },
      });
    }
  });

  it("do not end with an answer under another id", async () => {
    const environment = await environmentWith("wrong-id");
    expect(await invoke(environment)).toMatchObject({ body: "right", observation: { status: "ok" } });
    expect(environment.log()).toContain(
      '400 {"errorMessage":"Invalid request ID","errorType":"InvalidRequestID"}',
    );
  });
});
