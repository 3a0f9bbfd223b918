import { describe, expect, it } from "vitest";
import type { Sample } from "../../../src/samples/sample.ts";
import { summarise } from "../../../src/statistics/summarise.ts";
import type { CopySpread } from "../../../src/statistics/summary.ts";
import { runManifest } from "../samples/a-manifest.ts";
import { environmentOf, streamOf } from "../samples/a-sample.ts";

/** One environment of the copy for each cold start, with two warm invocations. */
function copyOf(copy: number | undefined, colds: readonly number[], segment = 0): Sample[] {
  return colds.flatMap((coldStartMs, index) =>
    environmentOf(100 * segment + 20 * (copy ?? 0) + index + 1, 2, { segment, copy }).map((sample) =>
      sample.temperature === "cold"
        ? { ...sample, coldStartMs }
        : { ...sample, durationMs: coldStartMs / 100 + sample.invocation },
    ),
  );
}

async function spreadsOf(samples: readonly Sample[]): Promise<readonly CopySpread[] | undefined> {
  return (await summarise(runManifest({ target: "lambda" }), streamOf(samples))).variants[0]?.copies;
}

describe("the spread between copies", () => {
  it("is each copy's median, their range, and that against the interval of all", async () => {
    const samples = [
      ...copyOf(0, [100, 110, 120]),
      ...copyOf(1, [130, 140, 150]),
      ...copyOf(2, [160, 170, 180]),
    ];
    const summary = await summarise(runManifest(), streamOf(samples));
    const [variant] = summary.variants;
    const interval = variant?.phases.find(({ phase }) => phase === "coldStart")?.p50Interval;
    const width = (interval?.highMs ?? 0) - (interval?.lowMs ?? 0);
    expect(variant?.copies).toEqual([
      {
        phase: "coldStart",
        temperature: "cold",
        copies: [
          { segment: 0, copy: 0, environments: 3, n: 3, p50Ms: 110 },
          { segment: 0, copy: 1, environments: 3, n: 3, p50Ms: 140 },
          { segment: 0, copy: 2, environments: 3, n: 3, p50Ms: 170 },
        ],
        rangeMs: 60,
        ofInterval: 60 / width,
      },
      {
        phase: "duration",
        temperature: "warm",
        copies: [
          { segment: 0, copy: 0, environments: 3, n: 6, p50Ms: 2.6 },
          { segment: 0, copy: 1, environments: 3, n: 6, p50Ms: 2.9 },
          { segment: 0, copy: 2, environments: 3, n: 6, p50Ms: 3.2 },
        ],
        rangeMs: expect.closeTo(0.6, 9),
      },
    ]);
  });

  it("takes a copy of another segment for another one, whatever its number", async () => {
    const [cold] = (await spreadsOf([...copyOf(0, [100, 101]), ...copyOf(0, [200, 201], 1)])) ?? [];
    expect(cold?.copies.map(({ segment, copy, p50Ms }) => ({ segment, copy, p50Ms }))).toEqual([
      { segment: 0, copy: 0, p50Ms: 100.5 },
      { segment: 1, copy: 0, p50Ms: 200.5 },
    ]);
  });

  it("is absent of one copy, where nothing says a copy, and where each copy had one cold start", async () => {
    expect(await spreadsOf(copyOf(0, [100, 110, 120]))).toBeUndefined();
    expect(
      await spreadsOf([...copyOf(undefined, [100, 110]), ...copyOf(undefined, [90], 1)]),
    ).toBeUndefined();
    expect(await spreadsOf([copyOf(0, [100]), copyOf(1, [110]), copyOf(2, [120])].flat())).toBeUndefined();
  });

  it("is none of a burst, whose copies are connections to one function", async () => {
    const samples = [...copyOf(0, [100, 110, 120]), ...copyOf(1, [130, 140, 150])];
    const burst = samples.map((sample) =>
      sample.temperature === "cold" ? { ...sample, method: "burst" as const } : sample,
    );
    expect(await spreadsOf(samples)).toBeDefined();
    expect(await spreadsOf(burst)).toBeUndefined();
  });
});
