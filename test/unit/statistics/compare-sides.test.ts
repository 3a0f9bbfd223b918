import { describe, expect, it } from "vitest";
import type { RunManifest } from "../../../src/samples/run-manifest.ts";
import type { Sample } from "../../../src/samples/sample.ts";
import { compareSides } from "../../../src/statistics/compare-sides.ts";
import type { Comparison, VariantComparison } from "../../../src/statistics/comparison.ts";
import { drawnSamples, drawnValues, sidesManifest, swapped, twoSided, valuesOf } from "./two-sides.ts";

function only({ variants }: Comparison): VariantComparison {
  const [variant] = variants;
  if (variant === undefined || variants.length > 1) {
    throw new Error(`one variant, not ${variants.length}`);
  }
  return variant;
}

function differenceIn({ differences }: VariantComparison, phase: string) {
  return differences.find((difference) => difference.phase === phase);
}

function withStatus(samples: readonly Sample[], count: number): Sample[] {
  let left = count;
  return samples.map((sample) =>
    sample.side === "candidate" && sample.warmup !== true && left-- > 0
      ? { ...sample, status: "crash", error: { type: "Runtime.ExitError", message: "boom" } }
      : sample,
  );
}

describe("the two sides of a run", () => {
  const manifest = sidesManifest([twoSided({ cold: 70, warm: 3 })]);

  it("differ where the candidate takes a tenth longer: slower, by about that much", () => {
    const comparison = compareSides(manifest, drawnValues(manifest, { seed: 1, ratio: 1.1 }));
    expect(comparison).toMatchObject({ kind: "sides", watchedCount: 3, errorRate: 0.005 });
    const variant = only(comparison);
    expect(variant.verdict).toBe("slower");
    const init = differenceIn(variant, "init");
    expect(init).toMatchObject({ watched: true, verdict: "slower", n: { baseline: 70, candidate: 70 } });
    expect(init?.confidence).toBeCloseTo(1 - 0.005 / 3, 10);
    expect(init?.shift.low).toBeLessThan(10);
    expect(init?.shift.high).toBeGreaterThan(10);
    expect(init?.ratio.low).toBeLessThan(1.1);
    expect(init?.ratio.high).toBeGreaterThan(1.1);
    expect(init?.p).toBeLessThan(0.005);
  });

  it("have but a part of the error where the run was cut, and the rest of it when it was resumed", () => {
    const samples = drawnSamples(manifest, { seed: 1, ratio: 1.1 });
    const half = samples.filter(({ block }) => block < 36);
    const levels = [
      { changes: { state: "interrupted", cuts: [36] }, of: half },
      { changes: { state: "running" }, of: half },
      { changes: { cuts: [36] }, of: samples },
      { changes: {}, of: samples },
    ].map(({ changes, of }) => {
      const cut = sidesManifest([twoSided({ cold: 70, warm: 3 })], changes as Partial<RunManifest>);
      const init = differenceIn(only(compareSides(cut, valuesOf(cut, of))), "init");
      expect(init?.n.baseline).toBe(of === half ? 35 : 70);
      expect(init?.p === undefined).toBe(Object.keys(changes).length > 0);
      return 1 - (init?.confidence ?? 0);
    });
    const [cut = 0, killed, resumed = 0, whole = 0] = levels;
    expect(cut).toBeCloseTo(whole / 8, 12);
    expect(killed).toBe(cut);
    expect(resumed).toBeLessThan(whole);
    expect(resumed).toBeGreaterThan(whole * 0.85);
  });

  it("are the same where nothing differs and the noise is small", () => {
    const variant = only(compareSides(manifest, drawnValues(manifest, { seed: 2, cv: 0.02 })));
    expect(variant.verdict).toBe("same");
    expect(variant.weaknesses).toEqual([]);
    expect(variant.differences.slice(0, 3).map(({ moreColdStarts }) => moreColdStarts)).toEqual([
      undefined,
      undefined,
      undefined,
    ]);
  });

  it("are undecided where the noise is large, with the number that would tell", () => {
    const few = sidesManifest([twoSided({ cold: 20 })]);
    const variant = only(compareSides(few, drawnValues(few, { seed: 3, cv: 0.2 })));
    expect(variant.verdict).toBe("undecided");
    expect(differenceIn(variant, "init")?.moreColdStarts).toBeGreaterThan(20);
  });

  it("swap their verdicts and negate their shift when they swap places", () => {
    const samples = drawnSamples(manifest, { seed: 4, ratio: 1.1 });
    const there = differenceIn(only(compareSides(manifest, valuesOf(manifest, samples))), "init");
    const back = differenceIn(only(compareSides(manifest, valuesOf(manifest, swapped(samples)))), "init");
    expect(there?.verdict).toBe("slower");
    expect(back?.verdict).toBe("faster");
    expect(back?.shift.value).toBeCloseTo(-(there?.shift.value ?? Number.NaN), 9);
    expect(back?.shift.low).toBeCloseTo(-(there?.shift.high ?? Number.NaN), 9);
  });

  it("show what is not watched at 95 % and without a verdict, after what is", () => {
    const { differences } = only(compareSides(manifest, drawnValues(manifest, { seed: 1, ratio: 1.1 })));
    expect(differences.slice(0, 3).map(({ phase, watched }) => [phase, watched])).toEqual([
      ["init", true],
      ["coldStart", true],
      ["invoke", true],
    ]);
    const others = differences.slice(3);
    expect(others.map(({ phase, temperature }) => `${phase} ${temperature}`)).toContain("duration warm");
    for (const { watched, verdict, p, confidence } of others) {
      expect({ watched, verdict, p, confidence }).toEqual({ watched: false, confidence: 0.95 });
    }
  });

  it("are watched as they are told to be", () => {
    const values = drawnValues(manifest, { seed: 1, ratio: 1.1 });
    const watched = [{ phase: "coldStart", temperature: "cold" }] as const;
    const comparison = compareSides(manifest, values, { watched });
    expect(comparison.watchedCount).toBe(1);
    expect(only(comparison).differences.filter((difference) => difference.watched)).toHaveLength(1);
    expect(compareSides({ ...manifest, watched: ["coldStart"] }, values)).toEqual(comparison);
  });

  it("carry the sizes of their packages, and are known by ref and working tree", () => {
    const comparison = compareSides(manifest, drawnValues(manifest, { seed: 1 }));
    expect(only(comparison).packageBytes).toEqual({ baseline: 1000, candidate: 1200 });
    expect(comparison.baseline.name).toBe("main (aaaaaaa)");
    expect(comparison.candidate.name).toBe("working tree (0123456)");
  });
});

describe("what cannot be relied on", () => {
  const manifest = sidesManifest([twoSided({ cold: 70 })]);

  it("is a variant without samples of a side: undecided, naming it", () => {
    const samples = drawnSamples(manifest, { seed: 1, sides: ["candidate"] });
    const variant = only(compareSides(manifest, valuesOf(manifest, samples)));
    expect(variant.verdict).toBe("undecided");
    expect(variant.weaknesses).toEqual([
      { kind: "missing", side: "baseline", reason: "no sample of it is on record" },
    ]);
  });

  it("is a side that does not build: only that one is named", () => {
    const { id } = twoSided();
    const reason = "npm ci ended with 1";
    const broken = sidesManifest([twoSided({ prepared: [] })], {
      notMeasured: [{ variant: id, side: "baseline", kind: "preparation", reason }],
    });
    const variant = only(compareSides(broken, []));
    expect(variant.verdict).toBe("undecided");
    expect(variant.weaknesses).toEqual([{ kind: "missing", side: "baseline", reason }]);
  });

  it("is a watched measure without a value: too few, and never the same", () => {
    const samples = drawnSamples(manifest, { seed: 2, cv: 0.01 }).map(({ initMs: _, ...sample }) => sample);
    const variant = only(compareSides(manifest, valuesOf(manifest, samples)));
    expect(differenceIn(variant, "coldStart")?.verdict).toBe("same");
    expect(variant.verdict).toBe("undecided");
    expect(variant.weaknesses).toEqual([
      { kind: "too-few", measure: { phase: "init", temperature: "cold" }, n: 0 },
    ]);
  });

  it("are too few environments for an interval", () => {
    const few = sidesManifest([twoSided({ cold: 4 })]);
    const variant = only(compareSides(few, drawnValues(few, { seed: 1, ratio: 2 })));
    expect(variant.verdict).toBe("undecided");
    expect(variant.weaknesses.map(({ kind }) => kind)).toEqual(["too-few", "too-few"]);
    expect(differenceIn(variant, "init")?.shift).toMatchObject({
      low: Number.NEGATIVE_INFINITY,
      high: Number.POSITIVE_INFINITY,
    });
  });

  it("are failed samples, counted", () => {
    const samples = withStatus(drawnSamples(manifest, { seed: 2, cv: 0.01 }), 3);
    const variant = only(compareSides(manifest, valuesOf(manifest, samples)));
    expect(variant.weaknesses).toEqual([{ kind: "failed", side: "candidate", failed: 3, of: 70 }]);
    expect(differenceIn(variant, "init")?.n).toEqual({ baseline: 67, candidate: 67 });
  });

  it("is a variant that has nothing of what is watched", () => {
    const watched = [{ phase: "invoke", temperature: "warm" }] as const;
    const comparison = compareSides(manifest, drawnValues(manifest, { seed: 1 }), { watched });
    expect(comparison.watchedCount).toBe(0);
    expect(only(comparison).verdict).toBe("undecided");
    expect(only(comparison).weaknesses.map(({ kind }) => kind)).toEqual(["too-few"]);
  });
});

describe("sides that are the same to the byte", () => {
  const prepared = (["baseline", "candidate"] as const).map((side) => ({
    side,
    functionDigest: "f".repeat(64),
    layerDigests: ["1".repeat(64)],
    packageBytes: 1000,
  }));
  const other = twoSided({ id: "hello/other" });
  const manifest = sidesManifest([twoSided({ prepared }), other]);

  it("are identical where they were not measured, and spend no error", () => {
    const values = drawnValues({ ...manifest, variants: [other] }, { seed: 1 });
    const comparison = compareSides(manifest, values);
    expect(comparison.watchedCount).toBe(2);
    expect(comparison.variants.map(({ verdict }) => verdict)[0]).toBe("identical");
    expect(comparison.variants[0]).toMatchObject({ differences: [], weaknesses: [] });
  });

  it("are judged like others where they were measured", () => {
    const measured = { ...manifest, request: { ...manifest.request, measureIdentical: true } };
    const comparison = compareSides(measured, drawnValues(measured, { seed: 1, cv: 0.01 }));
    expect(comparison.watchedCount).toBe(4);
    expect(comparison.variants.map(({ verdict }) => verdict)).toEqual(["same", "same"]);
  });
});

describe("the order of variants", () => {
  it("changes nothing of what is said of each", () => {
    const variants = [1, 2, 3].map((number) => twoSided({ id: `hello/${number}`, cold: 12 * number }));
    const manifest = sidesManifest(variants);
    const samples = drawnSamples(manifest, { seed: 5, ratio: 1.1 });
    const there = compareSides(manifest, valuesOf(manifest, samples));
    const reversed = { ...manifest, variants: variants.toReversed() };
    const back = compareSides(reversed, valuesOf(reversed, samples));
    expect(back.variants.toReversed()).toEqual(there.variants);
  });
});

describe("comparisons of the same code", () => {
  it("raise an alarm in one of two hundred", () => {
    const manifest = sidesManifest([twoSided({ cold: 20 })]);
    let alarms = 0;
    for (let seed = 0; seed < 300; seed++) {
      const { verdict } = only(compareSides(manifest, drawnValues(manifest, { seed, cv: 0.3 })));
      alarms += verdict === "slower" || verdict === "faster" ? 1 : 0;
    }
    // More than 6 of 300 have a probability of 0.1 % at an error rate of 0.5 %.
    expect(alarms).toBeLessThanOrEqual(6);
  }, 30_000);
});
