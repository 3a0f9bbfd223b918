import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { formatReportLine } from "../../../src/report-lines/format.ts";
import { parsePlatformLine } from "../../../src/report-lines/parse-platform-line.ts";
import { parseReportEvent, parseReportLine } from "../../../src/report-lines/parse-report.ts";
import { collected } from "./collected.ts";

describe("a REPORT line", () => {
  it.each(collected.reports)("is read, or is another line of the platform: %s", (line) => {
    const isReport = line.startsWith("REPORT");
    expect(parseReportLine(line) !== undefined).toBe(isReport);
    expect(parsePlatformLine(line) !== undefined).toBe(!isReport);
    expect(parseReportLine(line)?.other ?? {}).toEqual(
      line.includes("XRAY") ? { SegmentId: expect.stringMatching(/^\w{16}$/), Sampled: "true" } : {},
    );
  });

  it("says the same with tabs, with spaces and with a separator lost", () => {
    const facts = { durationMs: 38.38, billedMs: 39, memoryMb: 512, maxMemoryMb: 85, initMs: 0.04 };
    for (const line of [
      "REPORT RequestId: a\tDuration: 38.38 ms\tBilled Duration: 39 ms\tMemory Size: 512 MB\tMax Memory Used: 85 MB\tInit Duration: 0.04 ms\t",
      "REPORT RequestId: a Duration: 38.38 ms Billed Duration: 39 ms Memory Size: 512 MB Max Memory Used: 85 MB Init Duration: 0.04 ms",
      "REPORT RequestId: a    Duration: 38.38 ms      Billed Duration: 39 ms \tMemory Size: 512 MB    Max Memory Used: 85 MB Init Duration: 0.04 ms\r",
      "REPORT RequestId: a  Init Duration: 0.04 ms  Duration: 38.38 msBilled Duration: 39 msMemory Size: 512 MBMax Memory Used: 85 MB",
    ]) {
      expect(parseReportLine(line)).toMatchObject({ requestId: "a", ...facts, emulator: false });
    }
  });

  it("tells a restore and what of it is billed", () => {
    expect(
      parseReportLine(
        "REPORT RequestId: 8c360c87\tDuration: 2338.66 ms\tBilled Duration: 2521 ms\tMemory Size: 3009 MB\tMax Memory Used: 173 MB\tRestore Duration: 398.97 ms\tBilled Restore Duration: 182 ms\t",
      ),
    ).toEqual({
      requestId: "8c360c87",
      durationMs: 2338.66,
      billedMs: 2521,
      memoryMb: 3009,
      maxMemoryMb: 173,
      restoreMs: 398.97,
      billedRestoreMs: 182,
      spans: [],
      other: {},
      emulator: false,
    });
  });

  it("tells how an invocation failed", () => {
    const line =
      "REPORT RequestId: 276ff3b9\tDuration: 10935.70 ms\tStatus: error\tError Type: Runtime.OutOfMemory";
    expect(parseReportLine(line)).toMatchObject({ status: "error", errorType: "Runtime.OutOfMemory" });
    expect(parseReportLine("REPORT RequestId: 069c\tDuration: 3000.00 ms\tStatus: timeout")).toMatchObject({
      status: "timeout",
    });
  });

  it("keeps fields that it does not know, and values that are not as they are known", () => {
    const line =
      "REPORT RequestId: a\tDuration: 1.00 ms\tSnapshot Duration: 7.00 ms\tMemory Size: 2 GB\tStatus: odd\t";
    expect(parseReportLine(line)).toMatchObject({
      durationMs: 1,
      other: { "Snapshot Duration": "7.00 ms", "Memory Size": "2 GB", Status: "odd" },
    });
  });

  it("has its trace from the XRAY line behind it, whatever stands between", () => {
    const line = "REPORT RequestId: a\tDuration: 1.00 ms";
    const xray = "XRAY TraceId: 1-5e61292c-cc12\tSegmentId: 07a85e713f6302b2\tSampled: true\t";
    for (const between of ["\t", "\n", " ", "\t\n"]) {
      expect(parseReportLine(`${line}${between}${xray}`)).toMatchObject({
        durationMs: 1,
        traceId: "1-5e61292c-cc12",
      });
    }
  });

  it("may lack the identifier, and needs a duration", () => {
    expect(parseReportLine("REPORT RequestId: Duration: 2.00 ms")).toMatchObject({
      requestId: "",
      durationMs: 2,
    });
    expect(
      parseReportLine("REPORT RequestId: a\tBilled Duration: 2 ms\tInit Duration: 2.00 ms"),
    ).toBeUndefined();
    expect(parseReportLine("REPORT RequestId: a Duration: fast")).toBeUndefined();
    expect(parseReportLine("the REPORT RequestId: a Duration: 2.00 ms")).toBeUndefined();
  });

  it("is an emulator's where Init Duration comes first and all of the memory is used", () => {
    const emulators = collected.reports.filter((line) => parseReportLine(line)?.emulator);
    expect(emulators.length).toBeGreaterThan(0);
    for (const line of emulators) {
      expect(line).toMatch(/RequestId: \S+\s+Init Duration.*Memory Size: (\d+) MB\s+Max Memory Used: \1 MB/);
    }
    const used = "Memory Size: 128 MB\tMax Memory Used: 128 MB";
    const real = `REPORT RequestId: a\tDuration: 1.00 ms\t${used}\tInit Duration: 1.00 ms`;
    expect(parseReportLine(real)?.emulator).toBe(false);
  });

  it("says what it was written from", () => {
    const ms = fc.integer({ min: 0, max: 90_000_000 }).map((hundredths) => hundredths / 100);
    const count = fc.nat({ max: 900_000 });
    const optional = <T>(arbitrary: fc.Arbitrary<T>) => fc.option(arbitrary, { nil: undefined });
    const facts = fc.record({
      requestId: fc.uuid(),
      durationMs: ms,
      billedMs: optional(count),
      memoryMb: count,
      maxMemoryMb: optional(count),
      initMs: optional(ms),
      restoreMs: optional(ms),
      status: optional(fc.constantFrom("error", "timeout")),
      errorType: optional(fc.constantFrom("Runtime.ExitError", "Extension.Crash", "Odd")),
    });
    fc.assert(
      fc.property(facts, (written) => {
        expect(parseReportLine(formatReportLine(written))).toEqual({
          ...written,
          spans: [],
          other: {},
          emulator: false,
        });
      }),
    );
  });
});

describe("a report event", () => {
  it.each(collected.events)("is read, where it is one: %s", (line) => {
    expect(parseReportEvent(JSON.parse(line)) !== undefined).toBe(line.includes("platform.report"));
  });

  it("says what its REPORT line would", () => {
    const metrics = {
      durationMs: 147.156,
      billedDurationMs: 201,
      memorySizeMB: 512,
      maxMemoryUsedMB: 91,
      restoreDurationMs: 500.795,
      billedRestoreDurationMs: 53,
      extraMs: 1,
    };
    const tracing = { type: "X-Amzn-Trace-Id", value: "Root=1-6352a70e-1e2c;Parent=35465b3a;Sampled=1" };
    const start = "2026-11-23T19:20:11.000Z";
    const spans = [{ name: "extensionOverhead", start, durationMs: 3.25 }, { name: "of no length" }];
    const record = { requestId: "d661", status: "odd", metrics, tracing, spans };
    expect(parseReportEvent({ time: "…", type: "platform.report", record })).toEqual({
      requestId: "d661",
      durationMs: 147.156,
      billedMs: 201,
      memoryMb: 512,
      maxMemoryMb: 91,
      restoreMs: 500.795,
      billedRestoreMs: 53,
      traceId: "1-6352a70e-1e2c",
      spans: [{ name: "extensionOverhead", start, durationMs: 3.25 }],
      other: { extraMs: "1", status: "odd" },
      emulator: false,
    });
  });
});

describe("garbage", () => {
  const bits = fc.constantFrom(
    ..."REPORT|RequestId:|Duration:|Init|Billed|ms|MB|12.3|\t|\n| |XRAY TraceId:|Status:|timeout|é|{".split(
      "|",
    ),
  );
  const text = fc.oneof(
    fc.string({ unit: "grapheme" }),
    fc.array(bits, { maxLength: 30 }).map((parts) => parts.join("")),
    fc.array(bits, { maxLength: 30 }).map((parts) => `REPORT RequestId: ${parts.join(" ")}`),
  );

  it("in text never throws, and what is read of it are times", () => {
    fc.assert(
      fc.property(text, (garbage) => {
        const report = parseReportLine(garbage);
        expect(report === undefined || report.durationMs >= 0).toBe(true);
      }),
    );
  });

  it("in an event never throws", () => {
    const event = fc.record({ type: fc.constant("platform.report"), record: fc.anything() });
    fc.assert(fc.property(fc.oneof(fc.jsonValue(), event), (garbage) => void parseReportEvent(garbage)));
  });
});
