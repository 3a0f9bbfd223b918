import { describe, expect, it } from "vitest";
import type { Sample } from "../../../src/samples/sample.ts";
import { analyse } from "../../../src/statistics/analyse.ts";
import { runManifest } from "../samples/a-manifest.ts";
import { environmentOf, streamOf } from "../samples/a-sample.ts";

/** Environments with an extension that takes as many milliseconds as the environment's number. */
function environments(count: number): Sample[] {
  return Array.from({ length: count }, (_, index) =>
    environmentOf(index + 1, 3).map((sample) => ({
      ...sample,
      ...(sample.temperature === "cold" ? { extensionInitMs: { otel: index + 1 } } : {}),
      extensionOverheadMs: { zero: 0, otel: index + 1 + sample.invocation / 10 },
    })),
  ).flat();
}

async function extensionsOf(samples: Iterable<Sample>) {
  return (await analyse(runManifest(), streamOf(samples))).summary.variants[0]?.extensions ?? [];
}

describe("what extensions cost", () => {
  it("is summarised for each by name, init and overhead, cold and warm, where it was seen", async () => {
    const extensions = await extensionsOf(environments(12));
    expect(
      extensions.map(({ name, phases }) => [
        name,
        ...phases.map((one) => `${one.phase} ${one.temperature} ${one.n}`),
      ]),
    ).toEqual([
      ["otel", "extensionInit cold 12", "extensionOverhead cold 12", "extensionOverhead warm 36"],
      ["zero", "extensionOverhead cold 12", "extensionOverhead warm 36"],
    ]);
  });

  it("has the figures that phases have, by the same rules", async () => {
    const [otel] = await extensionsOf(environments(12));
    expect(otel?.phases[0]).toMatchObject({ minMs: 1, p50Ms: 6.5, maxMs: 12, meanMs: 6.5, p95Ms: undefined });
    expect(otel?.phases[0]?.p50Interval).toEqual({ lowMs: 3, highMs: 10 });
    expect(otel?.phases[0]?.p90Ms).toBeCloseTo(10.9, 9);
    expect(otel?.phases[2]?.p50Interval).toBeDefined();
    const [few] = await extensionsOf(environments(5));
    expect(few?.phases.map(({ p50Interval }) => p50Interval)).toEqual([undefined, undefined, undefined]);
  });

  it("stands in the same order and has the same intervals, whichever extension came first", async () => {
    const samples = environments(12);
    const turned = samples.map((sample) => ({
      ...sample,
      extensionOverheadMs: Object.fromEntries(Object.entries(sample.extensionOverheadMs ?? {}).reverse()),
    }));
    expect(await extensionsOf(turned)).toEqual(await extensionsOf(samples));
  });

  it("keeps apart extensions with the names of what every object has", async () => {
    const names = JSON.parse('{"__proto__":1,"constructor":2}');
    const extensions = await extensionsOf(
      environments(2).map((sample) => ({ ...sample, extensionOverheadMs: names })),
    );
    expect(extensions.map(({ name }) => name)).toEqual(["__proto__", "constructor", "otel"]);
  });

  it("has a histogram for every distribution, with its extension's name", async () => {
    const { histograms, summary } = await analyse(runManifest(), streamOf(environments(12)));
    const named = histograms.histograms.filter(({ extension }) => extension !== undefined);
    expect(
      named.map(({ extension, phase, temperature, count }) => [extension, phase, temperature, count]),
    ).toEqual(
      summary.variants[0]?.extensions.flatMap(({ name, phases }) =>
        phases.map(({ phase, temperature, n }) => [name, phase, temperature, n]),
      ),
    );
  });
});
