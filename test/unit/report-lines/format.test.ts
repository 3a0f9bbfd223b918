import { describe, expect, it } from "vitest";
import {
  formatEndLine,
  formatPlatformLine,
  formatReportLine,
  formatStartLine,
} from "../../../src/report-lines/format.ts";

const requestId = "73a8a641-b9fb-4732-9281-12bdc26d7942";

describe("a REPORT line", () => {
  it("reads as Lambda's for a cold start", () => {
    const line = formatReportLine({
      requestId,
      durationMs: 11455.17,
      billedMs: 11983,
      memoryMb: 2048,
      maxMemoryMb: 193.2,
      initMs: 527.238,
    });
    expect(line).toBe(
      "REPORT RequestId: 73a8a641-b9fb-4732-9281-12bdc26d7942\tDuration: 11455.17 ms\tBilled Duration: 11983 ms\tMemory Size: 2048 MB\tMax Memory Used: 194 MB\tInit Duration: 527.24 ms\t",
    );
  });

  it("has no Init Duration for a warm invocation, and two decimals always", () => {
    expect(formatReportLine({ requestId, durationMs: 2, billedMs: 2, memoryMb: 128, maxMemoryMb: 48 })).toBe(
      `REPORT RequestId: ${requestId}\tDuration: 2.00 ms\tBilled Duration: 2 ms\tMemory Size: 128 MB\tMax Memory Used: 48 MB\t`,
    );
  });

  it("leaves out a memory that the sandbox does not tell", () => {
    expect(formatReportLine({ requestId, durationMs: 2, billedMs: 2, memoryMb: 128 })).toBe(
      `REPORT RequestId: ${requestId}\tDuration: 2.00 ms\tBilled Duration: 2 ms\tMemory Size: 128 MB\t`,
    );
  });

  it("names a timeout", () => {
    const facts = { requestId, durationMs: 900_000, billedMs: 900_000, memoryMb: 1024, maxMemoryMb: 134 };
    expect(formatReportLine({ ...facts, status: "timeout" })).toBe(
      `REPORT RequestId: ${requestId}\tDuration: 900000.00 ms\tBilled Duration: 900000 ms\tMemory Size: 1024 MB\tMax Memory Used: 134 MB\tStatus: timeout\t`,
    );
  });

  it("names an error and its type", () => {
    const facts = { requestId, durationMs: 10_935.7, billedMs: 10_936, memoryMb: 1024, maxMemoryMb: 1024 };
    expect(formatReportLine({ ...facts, status: "error", errorType: "Runtime.OutOfMemory" })).toBe(
      `REPORT RequestId: ${requestId}\tDuration: 10935.70 ms\tBilled Duration: 10936 ms\tMemory Size: 1024 MB\tMax Memory Used: 1024 MB\tStatus: error\tError Type: Runtime.OutOfMemory`,
    );
  });
});

describe("the lines around an invocation's log", () => {
  it("read as Lambda's", () => {
    expect(formatStartLine(requestId)).toBe(`START RequestId: ${requestId} Version: $LATEST`);
    expect(formatStartLine(requestId, "12")).toBe(`START RequestId: ${requestId} Version: 12`);
    expect(formatEndLine(requestId)).toBe(`END RequestId: ${requestId}`);
  });
});

describe("the platform's other lines", () => {
  const time = new Date("2026-11-23T19:20:11.123Z");
  const init = {
    initializationType: "on-demand",
    phase: "init",
    metrics: { durationMs: 10_000.123 },
  } as const;

  it("tell of an init that failed, and not of one that went well", () => {
    const type = "platform.initReport";
    expect(formatPlatformLine({ type, time, record: { ...init, status: "timeout" } })).toBe(
      "INIT_REPORT Init Duration: 10000.12 ms\tPhase: init\tStatus: timeout",
    );
    const record = { ...init, phase: "invoke", status: "error", errorType: "Runtime.ExitError" } as const;
    expect(formatPlatformLine({ type, time, record })).toBe(
      "INIT_REPORT Init Duration: 10000.12 ms\tPhase: invoke\tStatus: error\tError Type: Runtime.ExitError",
    );
    expect(formatPlatformLine({ type, time, record: { ...init, status: "success" } })).toBeUndefined();
  });

  it("tell of extensions and of a restore", () => {
    const record = { name: "watcher", state: "Ready", events: ["INVOKE", "SHUTDOWN"] };
    expect(formatPlatformLine({ type: "platform.extension", time, record })).toBe(
      "EXTENSION\tName: watcher\tState: Ready\tEvents: [INVOKE, SHUTDOWN]",
    );
    const restored = { status: "success", metrics: { durationMs: 398.97 } } as const;
    expect(formatPlatformLine({ type: "platform.restoreReport", time, record: restored })).toBe(
      "RESTORE_REPORT Restore Duration: 398.97 ms",
    );
  });
});
