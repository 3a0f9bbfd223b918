import { describe, expect, it } from "vitest";
import { type Prices, usEast1 } from "../../../src/pricing/prices.ts";
import type { RunManifest, VariantFacts } from "../../../src/samples/run-manifest.ts";
import type { Sample } from "../../../src/samples/sample.ts";
import { collect } from "../../../src/statistics/collect.ts";
import { summaryOf } from "../../../src/statistics/summarise.ts";
import type { Summary } from "../../../src/statistics/summary.ts";
import { runManifest, variantFacts } from "../samples/a-manifest.ts";
import { coldSample, streamOf, warmSample } from "../samples/a-sample.ts";

const inRegion = (region: string | undefined) =>
  variantFacts().prepared.map((prepared) => ({ ...prepared, region }));

function onLambda(changes: Partial<VariantFacts> = {}, more: readonly VariantFacts[] = []): RunManifest {
  const facts = variantFacts({ memoryMb: 1024, prepared: inRegion("us-east-1"), ...changes });
  return runManifest({ target: "lambda", variants: [facts, ...more] });
}

async function summaryFor(
  manifest: RunManifest,
  samples: readonly Sample[],
  own: readonly Prices[] = [],
): Promise<Summary> {
  return summaryOf(manifest, await collect(manifest, streamOf(samples)), own);
}

const request = 0.2 / 1e6;
const gbSecond = 0.0000166667;

/** One environment: a cold start that is billed 500 ms, and ten warm calls of 100 ms. */
const samples = [
  coldSample({ billedMs: 500 }),
  ...Array.from({ length: 10 }, (_, index) => warmSample({ invocation: index + 1, billedMs: 100 })),
];

describe("what a run on Lambda cost", () => {
  it("is requests and billed durations of everything on record, warm-up and failures included", async () => {
    const manifest = onLambda();
    const error = { type: "Error", message: "boom" };
    const more = [
      coldSample({ block: 0, environment: "e-0", billedMs: 900, warmup: true }),
      warmSample({ block: 0, environment: "e-0", billedMs: 600, status: "function-error", error }),
    ];
    const { cost, variants } = await summaryFor(manifest, [...more, ...samples]);
    const expected = 13 * request + ((500 + 900 + 1000 + 600) / 1000) * gbSecond;
    expect(cost?.run?.totalUsd).toBeCloseTo(expected, 12);
    expect(cost?.run).toMatchObject({ snapshotsUsd: 0, invocations: 13, estimated: 0, unknown: 0 });
    expect(variants[0]?.cost?.runUsd).toBeCloseTo(expected, 12);
  });

  it("counts what says no billed duration as the mean of its kind, and what Lambda refused not at all", async () => {
    const error = { type: "TooManyRequestsException", message: "refused" };
    const without = warmSample({ invocation: 11, tail: false });
    const refused = warmSample({ invocation: 12, status: "throttled", error });
    const { cost } = await summaryFor(onLambda(), [...samples, without, refused]);
    expect(cost?.run?.totalUsd).toBeCloseTo(12 * request + 1.6 * gbSecond, 12);
    expect(cost?.run).toMatchObject({ invocations: 12, estimated: 1, unknown: 0 });
  });

  it("says how many invocations it knows nothing of", async () => {
    const error = { type: "Error", message: "lost" };
    const lost = [coldSample({ status: "target-error", error })];
    const { cost } = await summaryFor(onLambda(), lost);
    expect(cost?.run).toMatchObject({ totalUsd: 0, invocations: 1, estimated: 0, unknown: 1 });
  });

  it("holds restores, and each snapshot for three hours at least", async () => {
    const manifest = onLambda({ snapStart: true, runtime: "python3.13" });
    const restored = [1, 2].map((block) =>
      coldSample({ block, environment: `e-${block}`, method: "restore", restoreMs: 100, billedMs: 300 }),
    );
    const { cost } = await summaryFor(manifest, restored);
    const snapshots = 2 * (usEast1.snapStart.restoreGb + 3 * 3600 * usEast1.snapStart.cacheGbSecond);
    expect(cost?.run?.snapshotsUsd).toBeCloseTo(snapshots, 12);
    expect(cost?.run?.totalUsd).toBeCloseTo(snapshots + 2 * request + 0.6 * gbSecond, 12);
  });
});

describe("what a million invocations cost", () => {
  it("is by the mean billed duration of those in distributions, cold starts with their init", async () => {
    const warmup = coldSample({ block: 0, environment: "e-0", billedMs: 9000, warmup: true });
    const { variants } = await summaryFor(onLambda(), [warmup, ...samples]);
    expect(variants[0]?.cost?.warmPerMillionUsd).toBeCloseTo(0.2 + 1e6 * 0.1 * gbSecond, 9);
    expect(variants[0]?.cost?.coldPerMillionUsd).toBeCloseTo(0.2 + 1e6 * 0.5 * gbSecond, 9);
  });

  it("takes the prices of the region where they are given, and says which stand in for them", async () => {
    const manifest = onLambda({ prepared: inRegion("af-south-1") });
    const dear = { ...usEast1, region: "af-south-1", asOf: "2026-10", request: 2 * usEast1.request };
    const standIn = await summaryFor(manifest, samples);
    expect(standIn.cost?.prices).toEqual([
      { region: "af-south-1", pricesOf: "us-east-1", asOf: usEast1.asOf },
    ]);
    const own = await summaryFor(manifest, samples, [dear]);
    expect(own.cost?.prices).toEqual([{ region: "af-south-1", pricesOf: "af-south-1", asOf: "2026-10" }]);
    const difference =
      (own.variants[0]?.cost?.warmPerMillionUsd ?? 0) - (standIn.variants[0]?.cost?.warmPerMillionUsd ?? 0);
    expect(difference).toBeCloseTo(0.2, 9);
  });

  it("is shown of containers where memory is an axis, without a cost of the run, and never of processes", async () => {
    const sizes = (target: "docker" | "process", memories: readonly number[]) =>
      runManifest({
        target,
        variants: memories.map((memoryMb, index) =>
          variantFacts({ memoryMb, ...(index === 0 ? {} : { id: `hello/${memoryMb}` }) }),
        ),
      });
    const { cost, variants } = await summaryFor(sizes("docker", [512, 1024]), samples);
    expect(cost).toMatchObject({ prices: [{ pricesOf: "us-east-1", asOf: usEast1.asOf }], memory: [] });
    expect(cost?.run).toBeUndefined();
    expect(variants[0]?.cost).toEqual({
      warmPerMillionUsd: expect.closeTo(0.2 + 1e6 * 0.1 * 0.5 * gbSecond, 9),
      coldPerMillionUsd: expect.closeTo(0.2 + 1e6 * 0.5 * 0.5 * gbSecond, 9),
    });
    expect((await summaryFor(sizes("docker", [512]), samples)).cost).toBeUndefined();
    expect((await summaryFor(sizes("process", [512, 1024]), samples)).cost).toBeUndefined();
  });
});

describe("the choice of a memory size", () => {
  const facts = (memoryMb: number, changes: Partial<VariantFacts> = {}) =>
    variantFacts({
      id: `hello/nodejs24.x/${memoryMb}/x86_64/zip/${changes.layers ?? "none"}`,
      memoryMb,
      prepared: inRegion("us-east-1"),
      ...changes,
    });
  const of = ({ id }: VariantFacts, warmMs: number, coldMs: number) => [
    coldSample({ variant: id, environment: `e-${id}`, coldStartMs: coldMs, billedMs: coldMs }),
    warmSample({ variant: id, environment: `e-${id}`, durationMs: warmMs, billedMs: warmMs }),
  ];
  const [small, middle, large] = [facts(128), facts(512), facts(2048)] as const;

  it("names the cheapest, the fastest and the best balanced, for warm invocations and for cold starts", async () => {
    const manifest = runManifest({ target: "lambda", variants: [small, middle, large] });
    const measured = [...of(small, 780, 400), ...of(middle, 200, 300), ...of(large, 190, 295)];
    const { cost } = await summaryFor(manifest, measured);
    expect(cost?.memory).toMatchObject([
      {
        scenario: "hello",
        variants: [small.id, middle.id, large.id],
        temperature: "warm",
        cheapest: { memoryMb: 128 },
        fastest: { memoryMb: 2048, medianDurationMs: 190 },
        balanced: { memoryMb: 512 },
      },
      { temperature: "cold", cheapest: { memoryMb: 128 }, fastest: { memoryMb: 2048 } },
    ]);
  });

  it("is among variants that differ in nothing else", async () => {
    const layered = facts(512, { layers: "otel" });
    const manifest = runManifest({ target: "lambda", variants: [small, middle, layered] });
    const measured = [...of(small, 8, 40), ...of(middle, 2, 30), ...of(layered, 1, 1)];
    const { cost } = await summaryFor(manifest, measured);
    expect(cost?.memory.map(({ variants }) => variants)).toEqual([
      [small.id, middle.id],
      [small.id, middle.id],
    ]);
  });

  it("leaves out a size that had not the CPU that Lambda gives", async () => {
    const short = {
      ...large,
      prepared: large.prepared.map((one) => ({ ...one, cpu: { cores: 2, neededCores: 3 } })),
    };
    const manifest = runManifest({ target: "docker", variants: [small, middle, short] });
    const measured = [...of(small, 8, 40), ...of(middle, 2, 30), ...of(short, 1, 1)];
    const { cost } = await summaryFor(manifest, measured);
    expect(cost?.memory[0]?.points.map(({ memoryMb }) => memoryMb)).toEqual([128, 512]);
  });
});
