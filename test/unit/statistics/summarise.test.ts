import { describe, expect, it } from "vitest";
import type { Sample } from "../../../src/samples/sample.ts";
import { InputError } from "../../../src/shared/errors.ts";
import { summarise } from "../../../src/statistics/summarise.ts";
import type { PhaseSummary, Summary } from "../../../src/statistics/summary.ts";
import { runManifest, variantFacts } from "../samples/a-manifest.ts";
import { coldSample, environmentOf, streamOf, warmSample } from "../samples/a-sample.ts";

function summaryFor(samples: Iterable<Sample>, manifest = runManifest()): Promise<Summary> {
  return summarise(manifest, streamOf(samples));
}

function environments(count: number, warm: number): Sample[] {
  return Array.from({ length: count }, (_, index) =>
    environmentOf(index + 1, warm).map((sample) =>
      sample.temperature === "warm"
        ? { ...sample, invokeMs: index + sample.invocation / 100 }
        : { ...sample, initMs: index },
    ),
  ).flat();
}

function phaseOf(summary: Summary, phase: string, temperature: string): PhaseSummary | undefined {
  return summary.variants[0]?.phases.find(
    (found) => found.phase === phase && found.temperature === temperature,
  );
}

describe("which samples enter a distribution", () => {
  it("are those that are ok and not warm-up", async () => {
    const error = { type: "Error", message: "boom" };
    const summary = await summaryFor([
      coldSample({ block: 0, warmup: true, initMs: 900 }),
      coldSample({ environment: "e-2", block: 1, initMs: 60 }),
      warmSample({ environment: "e-2", block: 1, invocation: 1, warmup: true, invokeMs: 50 }),
      warmSample({ environment: "e-2", block: 1, invocation: 2, invokeMs: 1 }),
      warmSample({
        environment: "e-2",
        block: 1,
        invocation: 3,
        invokeMs: 70,
        status: "function-error",
        error,
      }),
    ]);
    expect(phaseOf(summary, "init", "cold")).toMatchObject({ n: 1, p50Ms: 60, maxMs: 60 });
    expect(phaseOf(summary, "invoke", "warm")).toMatchObject({ n: 1, p50Ms: 1, maxMs: 1 });
    expect(summary.variants[0]).toMatchObject({
      okCold: 1,
      okWarm: 1,
      failedCold: 0,
      failedWarm: 1,
      warmup: 2,
      failedWarmup: 0,
    });
    expect(summary).toMatchObject({ sampleCount: 5, environmentCount: 2 });
  });

  it("leave a phase out that no sample has", async () => {
    const summary = await summaryFor([coldSample({ provisionMs: undefined })]);
    expect(phaseOf(summary, "provision", "cold")).toBeUndefined();
    expect(phaseOf(summary, "restore", "cold")).toBeUndefined();
    expect(phaseOf(summary, "init", "cold")?.n).toBe(1);
  });
});

describe("failures", () => {
  const error = { type: "Runtime.ExitError", message: "exit 1" };

  it("are counted by kind with the first message, warm-up apart", async () => {
    const summary = await summaryFor([
      coldSample({ block: 0, warmup: true, status: "crash", error }),
      coldSample({ block: 1, status: "crash", error: { ...error, message: "exit 2" } }),
      coldSample({ block: 2, status: "timeout", error: { type: "Sandbox.Timedout", message: "3 s" } }),
      warmSample({ block: 3, status: "crash", error }),
    ]);
    expect(summary.variants[0]?.failures).toEqual([
      { status: "crash", type: "Runtime.ExitError", count: 2, cold: 1, warmup: 1, message: "exit 1" },
      { status: "timeout", type: "Sandbox.Timedout", count: 1, cold: 1, warmup: 0, message: "3 s" },
    ]);
    expect(summary.variants[0]).toMatchObject({ failedCold: 2, failedWarm: 1, failedWarmup: 1, phases: [] });
  });

  it("are not contaminated samples that were taken again", async () => {
    const summary = await summaryFor([
      coldSample({ block: 1, attempt: 0, status: "contaminated" }),
      coldSample({ block: 1, attempt: 1, status: "contaminated" }),
      coldSample({ block: 1, attempt: 2 }),
      coldSample({ block: 2, attempt: 0, status: "contaminated" }),
    ]);
    expect(summary.variants[0]).toMatchObject({ okCold: 1, failedCold: 1 });
    expect(summary.variants[0]?.failures).toMatchObject([{ status: "contaminated", count: 1 }]);
  });
});

describe("figures that the samples cannot support", () => {
  it("are absent: percentiles with fewer than two samples beyond", async () => {
    const few = phaseOf(await summaryFor(environments(11, 0)), "init", "cold");
    expect(few).toMatchObject({ n: 11, p90Ms: undefined, p95Ms: undefined });
    const enough = phaseOf(await summaryFor(environments(12, 0)), "init", "cold");
    expect(enough?.p90Ms).toBeCloseTo(9.9, 9);
    expect(enough?.p95Ms).toBeUndefined();
  });

  it("are absent: warm percentiles with one environment beyond", async () => {
    const slowOne = environments(12, 20);
    const summary = await summaryFor(slowOne);
    // 240 samples: the twelve beyond p95 are all of the last environment, the twenty-four beyond p90 of two.
    expect(phaseOf(summary, "invoke", "warm")).toMatchObject({ n: 240, p95Ms: undefined, p99Ms: undefined });
    expect(phaseOf(summary, "invoke", "warm")?.p90Ms).toBeGreaterThan(10);
  });

  it("are absent: a cold interval below six samples, a warm one below ten environments", async () => {
    const summary = await summaryFor(environments(5, 50));
    expect(phaseOf(summary, "init", "cold")?.p50Interval).toBeUndefined();
    expect(phaseOf(summary, "invoke", "warm")?.p50Interval).toBeUndefined();
    const more = await summaryFor(environments(10, 2));
    expect(phaseOf(more, "init", "cold")?.p50Interval).toEqual({ lowMs: 1, highMs: 8 });
    expect(phaseOf(more, "invoke", "warm")?.p50Interval).toBeDefined();
  });

  it("are absent: the standard deviation of one sample", async () => {
    expect(phaseOf(await summaryFor([coldSample()]), "init", "cold")).toMatchObject({
      n: 1,
      stddevMs: undefined,
    });
  });
});

describe("a summary", () => {
  it("is in order: min, p50, p90, p95, p99, max, with the median in its interval", async () => {
    for (const phase of (await summaryFor(environments(120, 3))).variants[0]?.phases ?? []) {
      const rising = [
        phase.minMs,
        phase.p50Ms,
        phase.p90Ms,
        phase.p95Ms,
        phase.p99Ms,
        phase.p999Ms,
        phase.maxMs,
      ];
      const present = rising.filter((figure) => figure !== undefined);
      expect(present).toEqual([...present].sort((a, b) => a - b));
      expect(phase.p50Interval?.lowMs).toBeLessThanOrEqual(phase.p50Ms);
      expect(phase.p50Interval?.highMs).toBeGreaterThanOrEqual(phase.p50Ms);
    }
  });

  it("lists variants as the manifest does and the baseline first, whatever came first", async () => {
    const other = variantFacts({ id: "hello/python3.13/512/x86_64/zip/none", label: "python3.13" });
    const samples = [
      coldSample({ variant: other.id, side: "candidate" }),
      coldSample({ side: "candidate", environment: "e-2" }),
      coldSample({ variant: other.id, side: "baseline", environment: "e-3" }),
    ];
    const summary = await summaryFor(samples, runManifest({ variants: [variantFacts(), other] }));
    expect(summary.variants.map(({ variant, side }) => `${variant.split("/")[1]} ${side}`)).toEqual([
      "nodejs24.x candidate",
      "python3.13 baseline",
      "python3.13 candidate",
    ]);
  });

  it("takes the peak of each environment for its memory, and medians for CPU times", async () => {
    const summary = await summaryFor([
      coldSample({ maxMemoryMb: 40, cpuInitMs: 70 }),
      warmSample({ maxMemoryMb: 44, cpuInvokeMs: 2 }),
      coldSample({ environment: "e-2", block: 2, maxMemoryMb: 50, cpuInitMs: 80 }),
      coldSample({ environment: "e-3", block: 3, maxMemoryMb: 60, cpuInitMs: 90 }),
    ]);
    expect(summary.variants[0]).toMatchObject({ maxMemoryMb: 50, cpuInitMs: 80, cpuInvokeMs: 2 });
  });

  it("adds the steal up and takes the median of the pressure", async () => {
    const summary = await summaryFor([
      coldSample({ noise: { stealMs: 2, cpuPressure: 0.1 } }),
      coldSample({ block: 2, environment: "e-2", noise: { stealMs: 3, cpuPressure: 0.3 } }),
      coldSample({ block: 3, environment: "e-3" }),
    ]);
    expect(summary.stealMs).toBe(5);
    expect(summary.cpuPressure).toBeCloseTo(0.2, 12);
    expect(await summaryFor([coldSample()])).toMatchObject({ stealMs: undefined, cpuPressure: undefined });
  });

  it("refuses samples of another run", async () => {
    const summing = summaryFor([coldSample({ variant: "other/x" })]);
    await expect(summing).rejects.toThrow(InputError);
    await expect(summing).rejects.toThrow(
      "samples.ndjson: expected samples of the variants in run.json, got one of other/x",
    );
  });
});
