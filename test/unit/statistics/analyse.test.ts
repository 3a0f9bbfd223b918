import { describe, expect, it } from "vitest";
import { countOf, decodeHistogram, percentileMs } from "../../../src/histogram/histogram.ts";
import { analyse } from "../../../src/statistics/analyse.ts";
import { summarise } from "../../../src/statistics/summarise.ts";
import { runManifest } from "../samples/a-manifest.ts";
import { environmentOf, streamOf } from "../samples/a-sample.ts";

const samples = Array.from({ length: 30 }, (_, index) =>
  environmentOf(index + 1, 4).map((sample) => ({ ...sample, invokeMs: 1 + index + sample.invocation / 10 })),
).flat();

describe("the analysis of a run", () => {
  it("has a histogram for every distribution of the summary, with as many values", async () => {
    const { summary, histograms } = await analyse(runManifest(), streamOf(samples));
    expect(histograms.histograms.map(({ phase, temperature, count }) => [phase, temperature, count])).toEqual(
      summary.variants[0]?.phases.map(({ phase, temperature, n }) => [phase, temperature, n]),
    );
    for (const { data, count } of histograms.histograms) {
      expect(countOf(decodeHistogram(data, "test"))).toBe(count);
    }
  });

  it("has histograms that agree with the summary within their resolution and the gap between two samples", async () => {
    const { summary, histograms } = await analyse(runManifest(), streamOf(samples));
    const warm = histograms.histograms.find(
      ({ phase, temperature }) => phase === "invoke" && temperature === "warm",
    );
    const exact = summary.variants[0]?.phases.find(
      ({ phase, temperature }) => phase === "invoke" && temperature === "warm",
    );
    const found = percentileMs(decodeHistogram(warm?.data ?? "", "test"), 50);
    expect(Math.abs(found - (exact?.p50Ms ?? 0))).toBeLessThan(0.8);
  });

  it("has the summary that summarising alone gives, twice the same", async () => {
    const first = await analyse(runManifest(), streamOf(samples));
    expect(await analyse(runManifest(), streamOf(samples))).toEqual(first);
    expect(await summarise(runManifest(), streamOf(samples))).toEqual(first.summary);
  });
});
