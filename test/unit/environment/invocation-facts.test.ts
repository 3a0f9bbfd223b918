import { describe, expect, it } from "vitest";
import { newInvocation } from "../../../src/environment/new-invocation.ts";
import { observe } from "../../../src/environment/observation.ts";

const end = { failure: undefined, cut: undefined, usedBefore: {}, used: {} };

describe("a new invocation", () => {
  const now = new Date("2026-11-23T19:20:11.123Z");
  const made = newInvocation(Buffer.from("{}"), "arn:f", 3000, now);

  it("must be over when the timeout has passed", () => {
    expect(made.deadlineMs).toBe(now.getTime() + 3000);
  });

  it("has a trace of X-Ray's form that is not sampled", () => {
    const seconds = Math.floor(now.getTime() / 1000).toString(16);
    expect(made.traceId).toMatch(
      new RegExp(`^Root=1-${seconds}-[0-9a-f]{24};Parent=[0-9a-f]{16};Sampled=0$`),
    );
  });

  it("has an id of its own", () => {
    expect(made.requestId).not.toBe(newInvocation(Buffer.from("{}"), "arn:f", 3000, now).requestId);
  });
});

describe("billed time", () => {
  const cold = { provisionMs: 1, endedAtMs: 0 };

  it.each([
    [1174.14, 491.36, 1666],
    [83742.6, 567.1, 84310],
    [2.46, 413.61, 417],
    [61.8, 4.2, 66],
    [0.1, 0.2, 1],
  ])("of %d ms and an init of %d ms is one ceiling over the sum", (duration, initMs, expected) => {
    const progress = { departedAtMs: 0, answeredAtMs: duration, nextAskedAtMs: duration };
    const delivery = { progress, extensions: [] };
    const observation = observe(delivery, { status: "ok", ...end }, { ...cold, initMs }, undefined);
    expect(observation.billedMs).toBe(expected);
  });
});

describe("a phase of which only one end was seen", () => {
  it("is absent", () => {
    const observation = observe(
      { progress: { departedAtMs: 5, firstByteAtMs: 7 }, extensions: [] },
      { status: "crash", ...end },
      undefined,
      undefined,
    );
    expect(observation.firstByteMs).toBe(2);
    expect(observation.invokeMs).toBeUndefined();
    expect(observation.durationMs).toBeUndefined();
    expect(observation.billedMs).toBeUndefined();
    const nothing = { progress: {}, extensions: [] };
    expect(observe(nothing, { status: "crash", ...end }, undefined, undefined).firstByteMs).toBeUndefined();
  });
});
