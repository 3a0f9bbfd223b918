import { describe, expect, it } from "vitest";
import { hgrmReport } from "../../../src/reports/hgrm.ts";
import { InputError } from "../../../src/shared/errors.ts";
import { analysisOf, twoSidedRun } from "./a-run.ts";

describe("the hgrm report", () => {
  it("has a named section for every distribution", async () => {
    const { histograms } = await analysisOf(twoSidedRun());
    const report = hgrmReport(histograms);
    expect(report.match(/^# /gm)).toHaveLength(histograms.length);
    expect(report.match(/^ {7}Value {5}Percentile TotalCount 1\/\(1-Percentile\)$/gm)).toHaveLength(
      histograms.length,
    );
    expect(report).toContain("# hello/nodejs24.x/128/x86_64/zip/none baseline, coldStart, cold (ms)\n");
  });

  it("is one series for the plotter when it is narrowed to one", async () => {
    const { histograms } = await analysisOf(twoSidedRun());
    const variant = "hello/nodejs24.x/128/x86_64/zip/none";
    const report = hgrmReport(histograms, {
      variant,
      side: "candidate",
      phase: "invoke",
      temperature: "warm",
    });
    expect(report.match(/Total count {4}= +(\d+)\]/g)).toEqual(["Total count    =          200]"]);
  });

  it("names the histogram that it cannot read", async () => {
    const broken = { variant: "v", phase: "init", temperature: "cold" as const, count: 1, data: "AAAA" };
    expect(() => hgrmReport([broken])).toThrow(InputError);
    expect(() => hgrmReport([broken])).toThrow("histograms[0].data");
  });
});
