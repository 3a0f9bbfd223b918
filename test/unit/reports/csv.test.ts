import { describe, expect, it } from "vitest";
import { samplesCsv } from "../../../src/reports/samples-csv.ts";
import { summaryCsv } from "../../../src/reports/summary-csv.ts";
import { coldSample, streamOf, warmSample } from "../samples/a-sample.ts";
import { analysisOf, completeRun, failedRun, twoSidedRun } from "./a-run.ts";
import { runWithResets } from "./a-run-with-resets.ts";

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
        "failed,min_ms,p50_ms,p50_low_ms,p50_high_ms,p90_ms,p95_ms,p99_ms,p999_ms,max_ms,mean_ms,stddev_ms," +
        "extension,after_reset,repeated_init,recycled,needed_cores,cores",
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

  it("has rows for extensions, and counts what was not as planned at the temperature at which it was", async () => {
    const rows = (await rowsOf(runWithResets())).filter((row) => row.layers === "observed");
    const ofOtel = rows.filter((row) => row.extension === "otel");
    expect(ofOtel.map((row) => `${row.phase} ${row.temperature} ${row.n}`)).toEqual([
      "extensionInit cold 19",
      "extensionOverhead cold 20",
      "extensionOverhead warm 193",
    ]);
    expect(
      new Set(
        rows.map((row) => [row.temperature, row.after_reset, row.repeated_init, row.recycled].join(" ")),
      ),
    ).toEqual(new Set(["cold 0 1 2", "warm 1 0 2"]));
  });

  it("has a row for a variant of which every warm invocation answered after a reset", async () => {
    const run = failedRun();
    const samples = [coldSample(), warmSample({ suppressedInitMs: 40 })];
    expect((await rowsOf({ ...run, samples })).at(-1)).toMatchObject({
      phase: "duration",
      temperature: "warm",
      n: "0",
      failed: "0",
      after_reset: "1",
    });
  });

  it("quotes names that hold commas, quotes or line breaks", async () => {
    const run = failedRun();
    const variants = run.manifest.variants.map((variant) => ({ ...variant, label: 'a,"b"\nc' }));
    const csv = summaryCsv({ ...run.manifest, variants }, (await analysisOf(run)).summary);
    expect(csv).toContain(',"a,""b""\nc",');
  });
});

describe("samples as CSV", () => {
  it("hold inits that failed or stood inside an invocation, and the end of an environment", async () => {
    const samples = [
      coldSample({ initMs: undefined, failedInitMs: 10_000, suppressedInitMs: 50 }),
      warmSample({ recycled: true }),
    ];
    const parts: string[] = [];
    for await (const part of samplesCsv(streamOf(samples))) {
      parts.push(part);
    }
    const [header = [], ...rows] = parts
      .join("")
      .trimEnd()
      .split("\r\n")
      .map((line) => line.split(","));
    const column = (name: string) => rows.map((row) => row[header.indexOf(name)]);
    expect(column("failed_init_ms")).toEqual(["10000", ""]);
    expect(column("suppressed_init_ms")).toEqual(["50", ""]);
    expect(column("recycled")).toEqual(["false", "true"]);
  });

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
