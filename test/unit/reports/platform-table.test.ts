import { describe, expect, it } from "vitest";
import { markdownReport } from "../../../src/reports/markdown.ts";
import { summaryCsv } from "../../../src/reports/summary-csv.ts";
import { terminalSummary } from "../../../src/reports/terminal.ts";
import type { Sample } from "../../../src/samples/sample.ts";
import { summarise } from "../../../src/statistics/summarise.ts";
import { runManifest } from "../samples/a-manifest.ts";
import { environmentOf, streamOf } from "../samples/a-sample.ts";

const manifest = runManifest({ target: "lambda" });

/** Twelve environments; times grow with the environment's number. */
function samples(): Sample[] {
  return Array.from({ length: 12 }, (_, index) =>
    environmentOf(index + 1, 2).map((sample) => ({
      ...sample,
      platformMs: {
        ...(sample.temperature === "cold" ? { initRuntimeDone: 100 + index } : {}),
        "x|y": 1,
        extensionOverhead: 1 + index,
        responseLatency: 10,
      },
    })),
  ).flat();
}

const summary = await summarise(manifest, streamOf(samples()));

describe("the times that Lambda's JSON log names", () => {
  it("are summarised by name, in the order of an invocation and unknown ones last", () => {
    const [variant] = summary.variants;
    expect(
      variant?.platform?.map(({ name, phases }) => [
        name,
        ...phases.map((one) => `${one.temperature} ${one.n}`),
      ]),
    ).toEqual([
      ["initRuntimeDone", "cold 12"],
      ["responseLatency", "cold 12", "warm 24"],
      ["extensionOverhead", "cold 12", "warm 24"],
      ["x|y", "cold 12", "warm 24"],
    ]);
    expect(variant?.platform?.[2]?.phases[0]).toMatchObject({ minMs: 1, p50Ms: 6.5, maxMs: 12 });
  });

  it("stand in a table of medians in report.md, and with all figures among the phases", () => {
    const report = markdownReport(manifest, summary);
    expect(report).toContain("### Lambda's own times");
    expect(report).toMatch(
      /\| +Calls \| +initRuntimeDone \[ms\] \| +responseLatency \[ms\] \| +extensionOverhead \[ms\] \| x\\\|y \[ms\] \|/,
    );
    expect(report).toMatch(/\| cold +\| +105\.5 \| +10\.0 \| +6\.50 \|/);
    expect(report).toMatch(/\| warm +\| +– \| +10\.0 \| +6\.50 \|/);
    expect(report).toMatch(/\| extensionOverhead by Lambda, cold +\|.*\| +12 \|/);
  });

  it("stand in the terminal's tables and in summary.csv", () => {
    expect(terminalSummary(manifest, summary)).toMatch(
      /Calls +initRuntimeDone +responseLatency +extensionOverhead/,
    );
    expect(summaryCsv(manifest, summary)).toMatch(/,platform\.extensionOverhead,warm,24,/);
  });

  it("are in no report of a run without them", async () => {
    const without = await summarise(
      manifest,
      streamOf(samples().map(({ platformMs: _platformMs, ...sample }) => sample)),
    );
    expect(without.variants[0]?.platform).toBeUndefined();
    expect(markdownReport(manifest, without)).not.toContain("Lambda's own times");
  });
});
