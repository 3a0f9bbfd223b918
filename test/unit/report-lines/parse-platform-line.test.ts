import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { formatEndLine, formatPlatformLine, formatStartLine } from "../../../src/report-lines/format.ts";
import { parsePlatformEvent } from "../../../src/report-lines/parse-platform-event.ts";
import { parsePlatformLine } from "../../../src/report-lines/parse-platform-line.ts";
import { collected } from "./collected.ts";

const requestId = "73a8a641-b9fb-4732-9281-12bdc26d7942";
const arn = "arn:aws:lambda:us-east-1::runtime:9819e0b1";

describe("a line of the platform", () => {
  it.each(collected.platform)("is read: %s", (line) => {
    expect(parsePlatformLine(line)).toBeDefined();
  });

  it("is none of the function's own", () => {
    for (const line of [
      "",
      "hello",
      "START",
      "START of the day",
      "EXTENSION of time",
      "INIT_REPORT",
      "toString x",
    ]) {
      expect(parsePlatformLine(line)).toBeUndefined();
    }
  });

  it("tells the version of the runtime, with tabs or spaces", () => {
    for (const separator of ["\t", " "]) {
      const versions = `Runtime Version: python:3.12.v18${separator}Runtime Version ARN: ${arn}`;
      const facts = { runtimeVersion: "python:3.12.v18", runtimeVersionArn: arn };
      expect(parsePlatformLine(`INIT_START ${versions}`)).toEqual({ kind: "initStart", ...facts });
      expect(parsePlatformLine(`RESTORE_START ${versions}\t`)).toEqual({ kind: "restoreStart", ...facts });
    }
  });

  it("tells how an init and a restore ended", () => {
    expect(
      parsePlatformLine(
        "INIT_REPORT Init Duration: 99.65 ms\tPhase: invoke\tStatus: error\tError Type: Runtime.ExitError",
      ),
    ).toEqual({
      kind: "initReport",
      initMs: 99.65,
      phase: "invoke",
      status: "error",
      errorType: "Runtime.ExitError",
    });
    expect(parsePlatformLine("RESTORE_REPORT Restore Duration: 398.97 ms")).toEqual({
      kind: "restoreReport",
      restoreMs: 398.97,
    });
  });

  it("tells of subscriptions, which are of no use here", () => {
    for (const word of ["TELEMETRY", "LOGS"]) {
      expect(
        parsePlatformLine(`${word}\tName: collector\tState: Subscribed\tTypes: [Platform, Function]`),
      ).toEqual({
        kind: "other",
        type: "platform.telemetrySubscription",
      });
    }
  });

  it("tells a failed invocation in the older ways", () => {
    expect(parsePlatformLine(`RequestId: ${requestId} Error: Runtime exited`)).toEqual({
      kind: "error",
      requestId,
      message: "Runtime exited",
    });
    const message = "Process exited before completing request";
    expect(parsePlatformLine(`RequestId: ${requestId} ${message}`)).toEqual({
      kind: "error",
      requestId,
      message,
    });
    expect(parsePlatformLine(`RequestId: ${requestId} was looked up`)).toBeUndefined();
    const timedOut = { kind: "timedOut", requestId, afterMs: 3000 };
    expect(parsePlatformLine(`${requestId} Task timed out after 3.00 seconds`)).toEqual(timedOut);
    expect(
      parsePlatformLine(`2024-03-04T17:22:38.033Z ${requestId} Task timed out after 3.00 seconds\n`),
    ).toEqual(timedOut);
  });

  it("tells a trace", () => {
    expect(parsePlatformLine("XRAY TraceId: 1-5e61-cc12\tSegmentId: 07a8\tSampled: false\t")).toEqual({
      kind: "xray",
      traceId: "1-5e61-cc12",
      segmentId: "07a8",
      sampled: false,
    });
  });

  it("says what it was written from", () => {
    const time = new Date(0);
    expect(parsePlatformLine(formatStartLine(requestId, "12"))).toEqual({
      kind: "start",
      requestId,
      version: "12",
    });
    expect(parsePlatformLine(formatEndLine(requestId))).toEqual({ kind: "end", requestId });
    const extension = { name: "watcher", state: "Ready", events: ["INVOKE", "SHUTDOWN"] };
    const line = formatPlatformLine({ type: "platform.extension", time, record: extension });
    expect(parsePlatformLine(line ?? "")).toEqual({ kind: "extension", ...extension });
  });

  it("that is garbage never throws", () => {
    const words = fc.constantFrom(
      "INIT_REPORT ",
      "EXTENSION ",
      "XRAY ",
      "Name: ",
      "[",
      "Init Duration: ",
      "1 ms",
      "\t",
    );
    const text = fc.oneof(
      fc.string({ unit: "grapheme" }),
      fc.array(words, { maxLength: 20 }).map((parts) => parts.join("")),
    );
    fc.assert(fc.property(text, (garbage) => void parsePlatformLine(garbage)));
  });
});

describe("an event of the platform", () => {
  it.each(collected.events)("is read, where it is no report: %s", (line) => {
    expect(parsePlatformEvent(JSON.parse(line)) !== undefined).toBe(!line.includes("platform.report"));
  });

  it("tells of an init what its lines would, and how it came about", () => {
    const kind = { initializationType: "on-demand", phase: "init" };
    expect(
      parsePlatformEvent({
        type: "platform.initStart",
        record: { ...kind, runtimeVersion: "nodejs:20.v22", runtimeVersionArn: arn, functionName: "hello" },
      }),
    ).toEqual({ kind: "initStart", runtimeVersion: "nodejs:20.v22", runtimeVersionArn: arn, ...kind });
    expect(
      parsePlatformEvent({
        type: "platform.initReport",
        record: { ...kind, status: "error", errorType: "Extension.Crash", metrics: { durationMs: 12.345 } },
      }),
    ).toEqual({ kind: "initReport", initMs: 12.345, ...kind, status: "error", errorType: "Extension.Crash" });
  });

  it("tells the parts of an invocation", () => {
    const spans = [{ name: "extensionOverhead", start: "2026-11-23T19:20:11.123Z", durationMs: 1.5 }];
    const metrics = { durationMs: 3.25, producedBytes: 12 };
    const record = { requestId, status: "success", metrics, spans: [...spans, { name: "odd" }, 7] };
    expect(parsePlatformEvent({ type: "platform.runtimeDone", record })).toEqual({
      kind: "runtimeDone",
      requestId,
      status: "success",
      ...metrics,
      spans,
    });
  });

  it("that is not known, or not whole, is named; another value is none", () => {
    for (const type of ["platform.logsDropped", "platform.initReport", "platform.toString"]) {
      expect(parsePlatformEvent({ type, record: {} })).toEqual({ kind: "other", type });
    }
    for (const value of [
      null,
      1,
      "platform.start",
      [],
      {},
      { type: 1 },
      { type: "function", record: "hello" },
    ]) {
      expect(parsePlatformEvent(value)).toBeUndefined();
    }
  });

  it("that is garbage never throws", () => {
    const type = fc.constantFrom("start", "runtimeDone", "extension", "initReport", "initStart");
    const event = fc.record({ type: type.map((kind) => `platform.${kind}`), record: fc.anything() });
    fc.assert(fc.property(fc.oneof(fc.jsonValue(), event), (garbage) => void parsePlatformEvent(garbage)));
  });
});
