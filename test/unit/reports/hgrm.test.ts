import { describe, expect, it } from "vitest";
import { percentileText } from "../../../src/histogram/histogram.ts";
import { hgrmReport } from "../../../src/reports/hgrm.ts";
import { InputError } from "../../../src/shared/errors.ts";
import { analysisOf, twoSidedRun } from "./a-run.ts";
import { runWithResets } from "./a-run-with-resets.ts";

describe("the hgrm report", () => {
  it("has a named section for every distribution", async () => {
    const { histograms } = await analysisOf(twoSidedRun());
    const report = hgrmReport(histograms, percentileText);
    const count = histograms.histograms.length;
    expect(report.match(/^# /gm)).toHaveLength(count);
    expect(report.match(/^ {7}Value {5}Percentile TotalCount 1\/\(1-Percentile\)$/gm)).toHaveLength(count);
    expect(report).toContain("# hello/nodejs24.x/128/x86_64/zip/none baseline, coldStart, cold (ms)\n");
  });

  it("is one series for the plotter when it is narrowed to one", async () => {
    const { histograms } = await analysisOf(twoSidedRun());
    const variant = "hello/nodejs24.x/128/x86_64/zip/none";
    const report = hgrmReport(histograms, percentileText, {
      variant,
      side: "candidate",
      phase: "invoke",
      temperature: "warm",
    });
    expect(report.match(/Total count {4}= +(\d+)\]/g)).toEqual(["Total count    =          200]"]);
  });

  it("names the extension whose phase it is, on one line, and can be narrowed to it", async () => {
    const { histograms } = await analysisOf(runWithResets());
    const ofOtel = hgrmReport(histograms, percentileText, { extension: "otel" });
    expect(ofOtel.match(/^# .*/gm)).toEqual([
      "# hello/nodejs24.x/512/x86_64/zip/observed, extensionInit of otel, cold (ms)",
      "# hello/nodejs24.x/512/x86_64/zip/observed, extensionOverhead of otel, cold (ms)",
      "# hello/nodejs24.x/512/x86_64/zip/observed, extensionOverhead of otel, warm (ms)",
    ]);
    const renamed = histograms.histograms
      .filter(({ extension }) => extension === "otel")
      .map((histogram) => ({ ...histogram, extension: "a\nb" }));
    expect(hgrmReport({ ...histograms, histograms: renamed }, percentileText)).toContain(
      "extensionInit of a b,",
    );
  });

  it("names the histogram that it cannot read", async () => {
    const { histograms } = await analysisOf(twoSidedRun());
    const broken = { variant: "v", phase: "init", temperature: "cold" as const, count: 1, data: "AAAA" };
    const reading = () => hgrmReport({ ...histograms, histograms: [broken] }, percentileText);
    expect(reading).toThrow(InputError);
    expect(reading).toThrow("histogram of v, init, cold: expected a V2 compressed HDR histogram in base64");
  });
});
