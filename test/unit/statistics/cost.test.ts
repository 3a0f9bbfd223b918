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
  const priced = own.length === 0 ? manifest : { ...manifest, prices: own };
  return summaryOf(priced, await collect(priced, streamOf(samples)));
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

  it("does not take a failed invocation for one like the others, and says what it can have cost at most", async () => {
    const error = { type: "Error", message: "lost" };
    const lost = [warmSample({ invocation: 11, status: "target-error", error })];
    const { cost } = await summaryFor(onLambda(), [...samples, ...lost]);
    expect(cost?.run).toMatchObject({ invocations: 12, estimated: 0, unknown: 1 });
    expect(cost?.run?.totalUsd).toBeCloseTo(11 * request + 1.5 * gbSecond, 12);
    // Its timeout is 3 s.
    expect(cost?.run?.unknownAtMostUsd).toBeCloseTo(request + 3 * gbSecond, 12);
  });

  it("holds what a resume made again of an environment, at the mean of its kind", async () => {
    const goneOn = samples.slice(3).map((sample) => ({ ...sample, segment: 1, environment: "e-00002" }));
    const { cost } = await summaryFor(onLambda(), [...samples.slice(0, 3), ...goneOn]);
    // Its cold start and two warm calls were made a second time, and are on record once.
    expect(cost?.run).toMatchObject({ invocations: 11 + 3, estimated: 3, unknown: 0 });
    expect(cost?.run?.totalUsd).toBeCloseTo(14 * request + 1.5 * gbSecond + 0.7 * gbSecond, 12);
  });

  it("says what environments can have cost that went with their target, or with a segment that was killed", async () => {
    const manifest = onLambda();
    const [segment] = manifest.segments;
    if (segment === undefined) {
      throw new Error("expected a segment");
    }
    const { endedAt: _, ...killed } = segment;
    const variant = manifest.variants[0]?.id ?? "";
    const segments = [
      { ...killed, atOnce: 2 },
      { ...segment, lost: [{ variant, environments: 1 }] },
    ];
    const { cost } = await summaryFor({ ...manifest, segments }, samples);
    expect(cost?.run).toMatchObject({ unknown: 0, lostEnvironments: 3 });
    // An init of 10 s and a timeout of 3 s, then ten warm timeouts.
    const most = 11 * request + (13 + 10 * 3) * gbSecond;
    expect(cost?.run?.unknownAtMostUsd).toBeCloseTo(3 * most, 12);
  });

  it("holds environments that were kept ready by five minutes, and the other price of their duration", async () => {
    const stoodMs = [41_000, 301_000];
    const variant = variantFacts().id;
    const standing = [{ segment: 0, variant, kind: "provisioned", environments: 2, stoodMs }] as const;
    const manifest = { ...onLambda({ provisioned: 2 }), standing };
    const ready = samples.map((sample) =>
      sample.temperature === "cold" ? { ...sample, method: "provisioned" as const } : sample,
    );
    const { cost, variants } = await summaryFor(manifest, ready);
    // Two environments of 1 GB, for five minutes and for ten.
    const kept = 2 * 900 * 0.0000041667;
    expect(cost?.run?.provisionedUsd).toBeCloseTo(kept, 12);
    expect(cost?.run?.totalUsd).toBeCloseTo(kept + 11 * request + 1.5 * 0.0000097222, 12);
    expect(cost?.run?.standingIsLeast).toBe(false);
    expect(variants[0]?.cost?.warmPerMillionUsd).toBeCloseTo(0.2 + 1e6 * 0.1 * 0.0000097222, 9);
  });

  it("takes the least that is paid for where a killed segment left no word of what stood", async () => {
    const manifest = onLambda({ provisioned: 1 });
    const ready = [coldSample({ billedMs: 500, method: "provisioned" })];
    const { cost } = await summaryFor(manifest, ready);
    expect(cost?.run?.provisionedUsd).toBeCloseTo(300 * 0.0000041667, 12);
    expect(cost?.run?.standingIsLeast).toBe(true);
  });

  it("holds what of a streamed answer is beyond 6 MB", async () => {
    const large = samples.map((sample) => ({ ...sample, responseBytes: 16 * 2 ** 20 }));
    const { cost, variants } = await summaryFor(onLambda({ invoke: "stream" }), large);
    const streamed = (10 / 1024) * 0.008;
    expect(cost?.run?.totalUsd).toBeCloseTo(11 * (request + streamed) + 1.5 * gbSecond, 12);
    expect(variants[0]?.cost?.warmPerMillionUsd).toBeCloseTo(0.2 + 1e6 * (0.1 * gbSecond + streamed), 6);
  });

  it("of everything at once is what a hand works out", async () => {
    // 1,769 MB on arm64 with 2,048 MB of /tmp: 1.7275390625 GB and 1.5 GB that are paid for.
    const manifest = onLambda({ memoryMb: 1769, architecture: "arm64", ephemeralStorageMb: 2048 });
    const { cost, variants } = await summaryFor(manifest, samples);
    // 11 requests: 0.0000022. 1.5 s × 1.7275390625 GB × 0.0000133334 = 0.000034550954; 1.5 s × 1.5 GB × 0.0000000309 = 0.000000069525.
    expect(cost?.run?.totalUsd).toBeCloseTo(0.0000022 + 0.000034550954 + 0.000000069525, 11);
    // 0.2 + 1e6 × 0.1 s × (0.0000230339693 + 0.00000004635) = 0.2 + 2.30803193.
    expect(variants[0]?.cost?.warmPerMillionUsd).toBeCloseTo(2.50803, 5);
    // 0.2 + 1e6 × 0.5 s × 0.0000230803193.
    expect(variants[0]?.cost?.coldPerMillionUsd).toBeCloseTo(11.74016, 5);
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
