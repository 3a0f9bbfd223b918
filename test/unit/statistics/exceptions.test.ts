import { describe, expect, it } from "vitest";
import type { Sample } from "../../../src/samples/sample.ts";
import { summarise } from "../../../src/statistics/summarise.ts";
import type { VariantSummary } from "../../../src/statistics/summary.ts";
import { runManifest, variantFacts } from "../samples/a-manifest.ts";
import { coldSample, environmentOf, streamOf, warmSample } from "../samples/a-sample.ts";

async function variantOf(samples: Iterable<Sample>, changes = {}): Promise<VariantSummary> {
  const manifest = runManifest({ variants: [variantFacts(changes)] });
  const [variant] = (await summarise(manifest, streamOf(samples))).variants;
  if (variant === undefined) {
    throw new Error("no variant");
  }
  return variant;
}

describe("a warm sample with an init inside", () => {
  const reset = warmSample({
    invocation: 2,
    suppressedInitMs: 50,
    durationMs: 51,
    cpuInvokeMs: 60,
    extensionOverheadMs: { otel: 9 },
  });

  it("is ok, is counted, and enters no distribution", async () => {
    const variant = await variantOf([coldSample(), warmSample({ cpuInvokeMs: 2 }), reset]);
    expect(variant).toMatchObject({
      okWarm: 2,
      afterReset: 1,
      failedWarm: 0,
      cpuInvokeMs: 2,
      extensions: [],
    });
    const warm = variant.phases.filter(({ temperature }) => temperature === "warm");
    expect(new Set(warm.map(({ n }) => n))).toEqual(new Set([1]));
  });

  it("is counted as what it is first where it failed or is warm-up", async () => {
    const error = { type: "Sandbox.Timedout", message: "m" };
    const failed = await variantOf([coldSample(), { ...reset, status: "timeout", error }]);
    expect(failed).toMatchObject({ okWarm: 0, afterReset: 0, failedWarm: 1 });
    const warmup = await variantOf([coldSample(), { ...reset, warmup: true }]);
    expect(warmup).toMatchObject({ okWarm: 0, afterReset: 0, warmup: 1 });
  });
});

describe("a cold sample with an init that failed before", () => {
  it("enters the distributions of the phases that it has, and is counted", async () => {
    const again = coldSample({
      block: 2,
      environment: "e-2",
      initMs: undefined,
      failedInitMs: 10_000,
      suppressedInitMs: 60,
      cpuInitMs: 900,
      durationMs: 64,
      coldStartMs: 10_064,
    });
    const variant = await variantOf([coldSample({ cpuInitMs: 70 }), again]);
    expect(variant).toMatchObject({ okCold: 2, repeatedInit: 1, afterReset: 0, cpuInitMs: 70 });
    const phaseOf = (name: string) => variant.phases.find(({ phase }) => phase === name);
    expect(phaseOf("init")).toMatchObject({ n: 1, maxMs: 61.2 });
    expect(phaseOf("coldStart")).toMatchObject({ n: 2, maxMs: 10_064 });
    expect(phaseOf("duration")).toMatchObject({ n: 2, maxMs: 64 });
  });
});

describe("an environment that ended at a limit", () => {
  const recycled = (number: number, warm: number) =>
    environmentOf(number, warm).map((sample) =>
      sample.invocation === warm ? { ...sample, recycled: true as const } : sample,
    );

  it("is counted with the planned warm invocations that it did not come to", async () => {
    const variant = await variantOf([...recycled(1, 4), ...recycled(2, 0), ...environmentOf(3, 10)], {
      warm: 10,
    });
    expect(variant).toMatchObject({ recycled: 2, notTakenWarm: 6 + 10, okCold: 3, okWarm: 14 });
  });

  it("misses no settling invocations, and none at all in a warm-up block", async () => {
    const planned = { warm: 10, settle: 3, warmupBlocks: 1 };
    expect(await variantOf(recycled(1, 2), planned)).toMatchObject({ recycled: 1, notTakenWarm: 10 });
    expect(await variantOf(recycled(1, 5), planned)).toMatchObject({ recycled: 1, notTakenWarm: 8 });
    expect(await variantOf(recycled(0, 5), planned)).toMatchObject({ recycled: 0, notTakenWarm: 0 });
  });
});
