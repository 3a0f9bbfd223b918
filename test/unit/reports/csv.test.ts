import { describe, expect, it } from "vitest";
import { samplesCsv } from "../../../src/reports/samples-csv.ts";
import { summaryCsv } from "../../../src/reports/summary-csv.ts";
import { coldSample, streamOf } from "../samples/a-sample.ts";
import { analysisOf, completeRun, failedRun, twoSidedRun } from "./a-run.ts";

async function rowsOf(run: ReturnType<typeof completeRun>): Promise<Record<string, string>[]> {
  const csv = summaryCsv(run.manifest, (await analysisOf(run)).summary);
  const [header = "", ...lines] = csv.trimEnd().split("\r\n");
  const names = header.split(",");
  return lines.map((line) =>
    Object.fromEntries(line.split(",").map((cell, index) => [names[index] ?? "", cell])),
  );
}

describe("summary.csv", () => {
  it("has exactly the documented header and ends every line with CRLF", async () => {
    const run = completeRun();
    const csv = summaryCsv(run.manifest, (await analysisOf(run)).summary);
    expect(csv.split("\r\n")[0]).toBe(
      "scenario,variant,target,side,method,runtime,label,memory_mb,architecture,package,layers,axes,phase,temperature,n," +
        "failed,min_ms,p50_ms,p50_low_ms,p50_high_ms,p90_ms,p95_ms,p99_ms,p999_ms,max_ms,mean_ms,stddev_ms",
    );
    expect(csv.replaceAll("\r\n", "")).not.toMatch(/[\r\n]/);
    expect(csv.endsWith("\r\n")).toBe(true);
  });

  it("has one row for each variant, side, phase and temperature", async () => {
    const rows = await rowsOf(twoSidedRun());
    const keys = rows.map((row) => [row.variant, row.side, row.phase, row.temperature].join(" "));
    expect(new Set(keys).size).toBe(keys.length);
    expect(rows.map((row) => row.axes)).toEqual(rows.map(() => "event=a|b"));
  });

  it("leaves a cell empty where the samples cannot support the figure", async () => {
    const coldRow = (await rowsOf(completeRun())).find(
      (row) => row.phase === "init" && row.temperature === "cold",
    );
    expect(coldRow).toMatchObject({ n: "20", p95_ms: "", p99_ms: "", p999_ms: "" });
    expect(Number(coldRow?.p50_ms)).toBeGreaterThan(0);
  });

  it("counts failures at the temperature at which they happened", async () => {
    const rows = (await rowsOf(completeRun())).filter((row) => row.label === "python3.13");
    expect(new Set(rows.map((row) => `${row.temperature} ${row.failed}`))).toEqual(
      new Set(["cold 0", "warm 2"]),
    );
  });

  it("has a row for a variant of which every start failed", async () => {
    expect(await rowsOf(failedRun())).toMatchObject([
      { phase: "coldStart", temperature: "cold", n: "0", failed: "3", p50_ms: "" },
    ]);
  });

  it("quotes names that hold commas, quotes or line breaks", async () => {
    const run = failedRun();
    const variants = run.manifest.variants.map((variant) => ({ ...variant, label: 'a,"b"\nc' }));
    const csv = summaryCsv({ ...run.manifest, variants }, (await analysisOf(run)).summary);
    expect(csv).toContain(',"a,""b""\nc",');
  });
});

describe("samples as CSV", () => {
  it("come in parts of whole rows that make one table, header first", async () => {
    const samples = Array.from({ length: 2500 }, (_, block) => coldSample({ block }));
    const parts: string[] = [];
    for await (const part of samplesCsv(streamOf(samples))) {
      parts.push(part);
    }
    expect(parts).toHaveLength(4);
    expect(parts.every((part) => part.endsWith("\r\n"))).toBe(true);
    const lines = parts.join("").trimEnd().split("\r\n");
    expect(lines).toHaveLength(2501);
    expect(new Set(lines.map((line) => line.split(",").length)).size).toBe(1);
  });
});
