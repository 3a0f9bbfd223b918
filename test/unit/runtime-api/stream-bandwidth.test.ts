import { request } from "node:http";
import { describe, expect, it } from "vitest";
import { systemClock } from "../../../src/shared/clock.ts";
import { client, invocation, openApi } from "./fixture.ts";

const kibibyte = 1024;

/** Answers an event with so many bytes; resolves with what was seen of it. */
async function stream(bytes: number, mode: "streaming" | undefined) {
  const streamBandwidth = { bytesPerSecond: 256 * kibibyte, burstBytes: 128 * kibibyte };
  const api = await openApi({ streamBandwidth });
  const runtime = await client(api);
  runtime.get("/runtime/invocation/next");
  await api.initEnd;
  const given = invocation();
  const delivery = api.deliver(given);
  await runtime.answer();
  const url = `http://${api.address}/2018-06-01/runtime/invocation/${given.requestId}/response`;
  const headers = mode === undefined ? {} : { "Lambda-Runtime-Function-Response-Mode": mode };
  const beganAtMs = systemClock.nowMs();
  await new Promise<void>((resolve, reject) => {
    const sent = request(url, { method: "POST", headers, agent: false }, (answer) => {
      answer.resume().on("end", resolve);
    });
    sent.on("error", reject);
    sent.end(Buffer.alloc(bytes));
  });
  return { tookMs: systemClock.nowMs() - beganAtMs, progress: delivery.progress };
}

describe("a limited bandwidth", () => {
  it("lets the burst through and slows down what follows", async () => {
    const { tookMs, progress } = await stream(256 * kibibyte, "streaming");
    // 128 KiB beyond the burst, at 256 KiB/s. Data that was read in one piece with the burst may come for nothing.
    expect(tookMs).toBeGreaterThan(200);
    expect(progress.responseBytes).toBe(256 * kibibyte);
    expect(progress.answer?.kind).toBe("response");
  });

  it("does not concern a response that is not streamed", async () => {
    const slow = await stream(384 * kibibyte, "streaming");
    const fast = await stream(384 * kibibyte, undefined);
    expect(fast.tookMs).toBeLessThan(slow.tookMs);
    expect(fast.progress.responseBytes).toBe(384 * kibibyte);
  });
});
