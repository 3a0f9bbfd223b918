import { Readable } from "node:stream";
import { expect, it } from "vitest";
import { ImportTally } from "../../../src/log-exports/import-tally.ts";
import { readLogs } from "../../../src/log-exports/read-logs.ts";

const used = "Duration: 2.00 ms\tBilled Duration: 2 ms\tMemory Size: 128 MB\tMax Memory Used: 40 MB\t";
const report = (id: string, fields = used) => `REPORT RequestId: ${id}\t${fields}`;
const xray = (id: string) => `XRAY TraceId: ${id}\tSegmentId: 07a85e713f6302b2\tSampled: true\t`;

async function tracesOf(lines: readonly string[]) {
  const stdin = Readable.from([Buffer.from(`${lines.join("\n")}\n`)]);
  const logs = { sources: [{ name: "-" }], stdin, stop: new AbortController().signal };
  const tally = new ImportTally();
  const traces: (readonly [string, string | undefined])[] = [];
  for await (const part of readLogs(logs, tally)) {
    traces.push(...part.map((observed) => [observed.report.requestId, observed.report.traceId] as const));
  }
  expect(tally.facts().platformLines).toBe(lines.filter((line) => line.startsWith("XRAY")).length);
  return traces;
}

it("a trace on the line behind its REPORT line is that report's, as one that is joined to it", async () => {
  expect(
    await tracesOf([report("a"), xray("1-a"), report("b"), `${report("c")}${xray("1-c")}`, report("d")]),
  ).toEqual([
    ["a", "1-a"],
    ["b", undefined],
    ["c", "1-c"],
    ["d", undefined],
  ]);
});

it("a trace that stands behind anything else is nobody's", async () => {
  const emulator = report(
    "e",
    "Init Duration: 0.04 ms\tDuration: 2.00 ms\tMemory Size: 128 MB\tMax Memory Used: 128 MB",
  );
  const withoutMemory = report("f", "Duration: 2.00 ms\t");
  expect(
    await tracesOf([
      report("a"),
      "a word of the function's",
      xray("1-x"),
      emulator,
      xray("1-e"),
      withoutMemory,
      xray("1-f"),
    ]),
  ).toEqual([["a", undefined]]);
});
