import { describe, expect, it } from "vitest";
import type { FailureItem } from "../../../src/log-exports/log-item.ts";
import { observedSample } from "../../../src/log-exports/observed-sample.ts";
import { parseReportEvent, parseReportLine } from "../../../src/report-lines/parse-report.ts";

const used = "Duration: 2.25 ms\tBilled Duration: 123 ms\tMemory Size: 128 MB\tMax Memory Used: 48 MB\t";

function sampleOf(line: string, failure?: FailureItem) {
  const report = parseReportLine(line);
  if (report?.memoryMb === undefined) {
    throw new Error("a line without a memory size");
  }
  const time = "2026-11-23T19:20:11.123Z";
  return observedSample({ report: { ...report, memoryMb: report.memoryMb }, time, block: 7, failure });
}

describe("an observed sample", () => {
  it("is cold with an init, and has its cold start", () => {
    expect(sampleOf(`REPORT RequestId: a\t${used}Init Duration: 120.50 ms\t`)).toEqual({
      target: "lambda",
      variant: "import/unknown/128/unknown/unknown/none",
      segment: 0,
      block: 7,
      attempt: 0,
      environment: "a",
      invocation: 0,
      temperature: "cold",
      method: "observed",
      status: "ok",
      takenAt: "2026-11-23T19:20:11.123Z",
      initMs: 120.5,
      durationMs: 2.25,
      coldStartMs: 122.75,
      billedMs: 123,
      maxMemoryMb: 48,
    });
  });

  it("is cold with a restore, which stands for init", () => {
    const line = `REPORT RequestId: a\t${used}Restore Duration: 300.00 ms\tBilled Restore Duration: 120 ms\t`;
    expect(sampleOf(line)).toMatchObject({
      invocation: 0,
      temperature: "cold",
      restoreMs: 300,
      coldStartMs: 302.25,
    });
  });

  it("keeps what is billed of a restore, its trace, and fields that nobody knows yet", () => {
    const line = `REPORT RequestId: a\t${used}Restore Duration: 300.00 ms\tBilled Restore Duration: 120 ms\tTenant Id: blue\t\nXRAY TraceId: 1-5e61292c-cc12\tSegmentId: 07a85e713f6302b2\tSampled: true\t`;
    expect(sampleOf(line)).toMatchObject({
      billedRestoreMs: 120,
      otherFacts: { traceId: "1-5e61292c-cc12", "Tenant Id": "blue", SegmentId: "07a85e713f6302b2" },
    });
    expect(sampleOf(`REPORT RequestId: a\t${used}`).otherFacts).toBeUndefined();
  });

  it("has the spans that its report tells", () => {
    const event = {
      type: "platform.report",
      record: {
        requestId: "a",
        metrics: { durationMs: 2.25, memorySizeMB: 128 },
        spans: [{ name: "responseLatency", durationMs: 0.847 }],
      },
    };
    const report = parseReportEvent(event);
    expect(report && observedSample({ report: { ...report, memoryMb: 128 }, block: 1 })).toMatchObject({
      platformMs: { responseLatency: 0.847 },
    });
  });

  it("is warm without either, and was not forced", () => {
    const sample = sampleOf(`REPORT RequestId: a\t${used}`);
    expect(sample).toMatchObject({ invocation: 1, temperature: "warm", durationMs: 2.25 });
    expect(sample.method).toBeUndefined();
    expect(sample.coldStartMs).toBeUndefined();
    expect(sample.warmup).toBeUndefined();
  });

  it("is named by its line where the request has no name", () => {
    expect(sampleOf(`REPORT RequestId: ${used}`).environment).toBe("line-7");
  });

  it.each([
    ["Status: timeout", "timeout", "Sandbox.Timedout"],
    ["Status: error\tError Type: Runtime.OutOfMemory", "out-of-memory", "Runtime.OutOfMemory"],
    ["Status: error\tError Type: Runtime.ExitError", "crash", "Runtime.ExitError"],
    ["Status: error\tError Type: Extension.Crash", "crash", "Extension.Crash"],
    ["Status: error\tError Type: Runtime.ImportModuleError", "init-error", "Runtime.ImportModuleError"],
    ["Status: error\tError Type: Function.TypeError", "function-error", "Function.TypeError"],
    ["Status: failure\tError Type: TypeError", "function-error", "TypeError"],
    ["Status: error", "crash", "unknown"],
  ])("failed where its line says so: %s", (fields, status, type) => {
    expect(sampleOf(`REPORT RequestId: a\t${used}${fields}`)).toMatchObject({
      status,
      error: { type, message: "" },
      durationMs: 2.25,
    });
  });

  it("failed where another line says so, as older logs do", () => {
    const failure = { kind: "failure", requestId: "a", line: 8 } as const;
    const timeout = { ...failure, status: "timeout", message: "Task timed out after 3.00 seconds" } as const;
    expect(sampleOf(`REPORT RequestId: a\t${used}`, timeout)).toMatchObject({
      status: "timeout",
      error: { type: "Sandbox.Timedout", message: "Task timed out after 3.00 seconds" },
    });
    const crash = {
      ...failure,
      status: "crash",
      message: "Runtime exited with error: signal: killed",
    } as const;
    expect(sampleOf(`REPORT RequestId: a\t${used}`, crash)).toMatchObject({ status: "crash" });
    const full = used.replace("48 MB", "128 MB");
    expect(sampleOf(`REPORT RequestId: a\t${full}`, crash)).toMatchObject({ status: "out-of-memory" });
  });
});
