import { describe, expect, it } from "vitest";
import { parseSample } from "../../../src/samples/parse-sample.ts";
import { formatSample } from "../../../src/samples/sample-line.ts";
import { coldSample } from "./a-sample.ts";

describe("a sample as a line", () => {
  it("has its fields in the documented order, whatever the order in memory", () => {
    const sample = coldSample({
      last: true,
      noise: { stealMs: 0, loopDelayMs: 0.1 },
      side: "candidate",
      extensionInitMs: { otel: 31.5 },
      responseBytes: 312,
      maxMemoryMb: 48.2,
    });
    expect(formatSample(sample)).toBe(
      '{"target":"process","variant":"hello/nodejs24.x/512/x86_64/zip/none","side":"candidate","segment":0,"block":1,' +
        '"attempt":0,"environment":"e-00001","invocation":0,"temperature":"cold","method":"spawn","status":"ok",' +
        '"takenAt":"2026-11-23T19:20:11.123Z","provisionMs":2.5,"extensionInitMs":{"otel":31.5},"initMs":61.2,' +
        '"gapMs":0.2,"invokeMs":3.9,"firstByteMs":3.1,"overheadMs":0.3,"durationMs":4.2,"coldStartMs":65.4,' +
        '"coldTotalMs":67.9,"maxMemoryMb":48.2,"responseBytes":312,"noise":{"stealMs":0,"loopDelayMs":0.1},"last":true}\n',
    );
  });

  it("keeps what the platform said in its own words", () => {
    const otherFacts = { "Tenant Id": "blue" };
    const line = formatSample(coldSample({ copy: 2, requestId: "8f5d", tail: false, otherFacts }));
    expect(line).toContain('"copy":2,"requestId":"8f5d","tail":false,"otherFacts":{"Tenant Id":"blue"}');
    expect(parseSample(line)).toMatchObject({ sample: { copy: 2, tail: false, otherFacts } });
  });

  it("rounds measured numbers to a nanosecond, also within groups", () => {
    const line = formatSample(coldSample({ initMs: 61.23456789, extensionInitMs: { otel: 0.1 + 0.2 } }));
    expect(line).toContain('"initMs":61.234568,');
    expect(line).toContain('"extensionInitMs":{"otel":0.3}');
  });

  it("leaves out what is undefined", () => {
    expect(formatSample(coldSample({ side: undefined, initMs: undefined }))).not.toMatch(/side|initMs|null/);
  });

  it("stays one line when a message has several", () => {
    const line = formatSample(
      coldSample({ status: "crash", error: { type: "Runtime.ExitError", message: "a\nb\u2028c" } }),
    );
    expect(line.trimEnd().split("\n")).toHaveLength(1);
  });
});
