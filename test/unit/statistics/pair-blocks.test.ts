import { describe, expect, it } from "vitest";
import { measureText } from "../../../src/samples/phases.ts";
import type { Sample } from "../../../src/samples/sample.ts";
import { environmentMedians } from "../../../src/statistics/environment-medians.ts";
import type { VariantValues } from "../../../src/statistics/environment-values.ts";
import { type Pairs, pairEnvironments, pairedValues } from "../../../src/statistics/pair-blocks.ts";
import { coldSample, environmentOf } from "../samples/a-sample.ts";
import { sidesManifest, valuesOf } from "./two-sides.ts";

const init = measureText({ phase: "init", temperature: "cold" });

function initPairs(samples: readonly Sample[], blocks?: number): Pairs {
  const [baseline, candidate] = valuesOf(sidesManifest(), samples) as [VariantValues, VariantValues];
  const [one, other] = [baseline, candidate].map((side) =>
    environmentMedians(side.measures.get(init), side.blocks.length),
  ) as [Float64Array, Float64Array];
  return pairedValues(pairEnvironments(baseline, candidate), one, other, blocks);
}

function listed({ baseline, candidate }: Pairs): number[][] {
  return [...baseline].map((value, index) => [value, candidate[index] ?? Number.NaN]);
}

function cold(side: "baseline" | "candidate", block: number, initMs: number, segment = 0): Sample {
  return coldSample({ side, block, segment, initMs, environment: `e-${side}-${block}-${segment}` });
}

describe("pairs of blocks", () => {
  it("hold what stood next to each other, whichever side came first", () => {
    const pairs = initPairs([
      cold("baseline", 1, 10),
      cold("candidate", 1, 11),
      cold("candidate", 2, 22),
      cold("baseline", 2, 20),
    ]);
    expect(listed(pairs)).toEqual([
      [10, 11],
      [20, 22],
    ]);
  });

  it("leave out a pair that a resume split, and one of which a side failed", () => {
    const pairs = initPairs([
      cold("baseline", 1, 10),
      cold("candidate", 1, 11),
      cold("baseline", 2, 20, 0),
      cold("candidate", 2, 25, 1),
      cold("baseline", 3, 30, 1),
      { ...cold("candidate", 3, 33, 1), status: "crash" },
      cold("baseline", 4, 40, 1),
      cold("candidate", 4, 44, 1),
    ]);
    expect(listed(pairs)).toEqual([
      [10, 11],
      [40, 44],
    ]);
  });

  it("end before the block of a look", () => {
    const samples = [1, 2, 3].flatMap((block) => [cold("baseline", block, 10), cold("candidate", block, 12)]);
    expect(listed(initPairs(samples, 3))).toHaveLength(2);
  });
});

describe("warm samples", () => {
  it("are one value an environment: their median", () => {
    const samples = environmentOf(1, 3, { side: "baseline" }).map((sample) =>
      sample.temperature === "warm" ? { ...sample, invokeMs: sample.invocation ** 2 } : sample,
    );
    const [values] = valuesOf(sidesManifest(), samples);
    expect([...environmentMedians(values?.measures.get("warm.invoke"), 1)]).toEqual([4]);
    expect([...environmentMedians(undefined, 2)]).toEqual([Number.NaN, Number.NaN]);
  });
});
