import { describe, expect, it } from "vitest";
import { usEast1 } from "../../../src/pricing/prices.ts";
import { markdownReport } from "../../../src/reports/markdown.ts";
import { decimalsOfDollars, dollarsText } from "../../../src/reports/money.ts";
import { terminalSummary } from "../../../src/reports/terminal.ts";
import { containerRun } from "./a-container-run.ts";
import { lambdaRun } from "./a-lambda-run.ts";
import { analysisOf, completeRun, type ScriptedRun } from "./a-run.ts";

async function reportOf(run: ScriptedRun): Promise<string> {
  return markdownReport(run.manifest, (await analysisOf(run)).summary);
}

describe("the cost in a report", () => {
  it("says which prices stand in for those of a region that is not known", async () => {
    expect(await reportOf(lambdaRun())).toContain(
      "The prices of eu-central-1 are not known: those of us-east-1 stand in for them, and several regions cost more; --prices takes your own.",
    );
    expect(await reportOf(lambdaRun({ region: "us-east-1" }))).not.toContain("stand in for");
  });

  it("is nobody's where something else than AWS answered", async () => {
    const report = await reportOf(lambdaRun({ endpoint: "http://127.0.0.1:5000" }));
    expect(report).toContain("AWS did not run this; it would have asked $");
    expect(report).not.toContain("This run cost");
    expect(report).toContain("- Region: eu-central-1 at http://127.0.0.1:5000, not AWS");
  });

  it("says that a region is not known", async () => {
    expect(await reportOf(lambdaRun({ region: undefined }))).toContain("The region is not known.");
  });

  it("says what is not measured, and the most that it can have cost", async () => {
    const { manifest, samples } = lambdaRun();
    const segments = manifest.segments.map((segment) => ({
      ...segment,
      lost: [{ variant: manifest.variants[0]?.id ?? "", environments: 2 }],
    }));
    const report = await reportOf({ manifest: { ...manifest, segments }, samples });
    expect(report).toMatch(
      /^Not measured, and not in it: what 1 invocation was billed and what up to 2 environments cost that are not on record, at most \$0\.\d+ more, had each run into its timeout\.$/m,
    );
  });

  it("says what of it was for what stood, and where nobody knows for how long", async () => {
    const { manifest, samples } = lambdaRun({ region: "us-east-1" });
    const told = await reportOf({ manifest, samples });
    // 21 versions of 1 GB for three hours, and as many restores.
    expect(told).toContain(
      `($${(21 * (10_800 * 0.0000015046 + 0.0001397998)).toFixed(3)} of it for snapshots)`,
    );
    expect(told).not.toContain("the least that is paid for");
    const { standing: _, ...untold } = manifest;
    expect(await reportOf({ manifest: untold, samples })).toContain(
      "they count as the least that is paid for: three hours, five minutes.",
    );
  });

  it("names the tier of its prices, the free tier, and what is not in it", async () => {
    expect(await reportOf(lambdaRun())).toContain(
      "Duration has the price of the first tier, the highest; the free tier is not taken off. Not in it: CloudWatch Logs, storage in S3 and ECR, transfer of data, and what was invoked for no sample.",
    );
  });

  it("is by the prices that the run recorded", async () => {
    const { manifest, samples } = lambdaRun();
    const prices = [{ ...usEast1, region: "eu-central-1", asOf: "2026-11" }];
    const report = await reportOf({ manifest: { ...manifest, prices }, samples });
    expect(report).toContain("at the prices of eu-central-1 of 2026-11.");
    expect(report).not.toContain("stand in for");
  });

  it("is not guessed where the architecture is not known", async () => {
    const { manifest, samples } = lambdaRun();
    const variants = manifest.variants.map((facts) => ({ ...facts, architecture: "unknown" }));
    expect(await reportOf({ manifest: { ...manifest, variants }, samples })).not.toContain("## Cost");
  });

  it("is in the terminal as a line, with a line for each choice of a memory size", async () => {
    const run = lambdaRun({ region: "us-east-1" });
    const text = terminalSummary(run.manifest, (await analysisOf(run)).summary);
    expect(text).toMatch(
      /^This run cost \$0\.\d+ for \d+ invocations, .* at the prices of us-east-1 of 2026-09\.$/m,
    );
    expect(text).toMatch(
      /^memory for warm invocations of hello, nodejs24\.x: cheapest 128 MB, fastest 1769 MB/m,
    );
  });

  it("is what Lambda would bill for the times of containers, and not said of processes", async () => {
    const { manifest, samples } = containerRun();
    const billed = samples.map((sample) => ({ ...sample, billedMs: Math.ceil(sample.durationMs ?? 0) }));
    const report = await reportOf({ manifest, samples: billed });
    expect(report).toContain(
      "What Lambda would bill for the times measured here, at the prices of us-east-1",
    );
    expect(report).not.toContain("This run cost");
    expect(await reportOf(completeRun())).not.toContain("## Cost");
  });
});

describe("an amount of dollars", () => {
  it.each([
    [0, "$0.00"],
    [0.000012345, "$0.0000123"],
    [0.04567, "$0.0457"],
    [0.2, "$0.200"],
    [12.345, "$12.35"],
    [1234.5, "$1234.50"],
  ])("of %d is %s", (usd, text) => {
    expect(dollarsText(usd)).toBe(text);
  });

  it("has the decimals that the smallest of its column needs", () => {
    expect(decimalsOfDollars([12, 0.5, undefined, 0])).toBe(3);
    expect(decimalsOfDollars([undefined])).toBe(2);
  });
});
