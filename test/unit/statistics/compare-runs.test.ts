import { describe, expect, it } from "vitest";
import type { RunManifest } from "../../../src/samples/run-manifest.ts";
import { compareRuns, type RunToCompare } from "../../../src/statistics/compare-runs.ts";
import { runManifest, variantFacts } from "../samples/a-manifest.ts";
import { type Drawn, drawnSamples, drawnValues, sidesManifest, twoSided, valuesOf } from "./two-sides.ts";

const plain = { sides: [undefined] } as const;
const variants = [variantFacts({ cold: 70, warm: 3 })];
const manifest = runManifest({ variants, blocks: 71 });

function run(name: string, drawn: Drawn, changes: Partial<RunManifest> = {}): RunToCompare {
  const changed = { ...manifest, ...changes };
  return { name, manifest: changed, values: drawnValues(changed, { ...plain, ...drawn }) };
}

function initOf(comparison: ReturnType<typeof compareRuns>) {
  return comparison.variants[0]?.differences.find(({ phase }) => phase === "init");
}

describe("two runs", () => {
  it("differ where one takes a tenth longer", () => {
    const comparison = compareRuns(run("before", { seed: 1 }), run("after", { seed: 2, ratio: 1.1 }));
    expect(comparison).toMatchObject({
      kind: "runs",
      watchedCount: 3,
      despite: [],
      baseline: { name: "before" },
    });
    expect(initOf(comparison)).toMatchObject({ verdict: "slower", n: { baseline: 70, candidate: 70 } });
    expect(initOf(comparison)?.p).toBeLessThan(0.005);
    expect(comparison.variants[0]?.verdict).toBe("slower");
  });

  it("swap their verdicts when they swap places", () => {
    const before = run("before", { seed: 1 });
    const after = run("after", { seed: 2, ratio: 1.1 });
    const [there, back] = [compareRuns(before, after), compareRuns(after, before)].map(initOf);
    expect(back?.verdict).toBe("faster");
    expect(back?.shift.value).toBeCloseTo(-(there?.shift.value ?? Number.NaN), 9);
  });

  it("are the same where nothing differs and the noise is small", () => {
    const comparison = compareRuns(run("before", { seed: 1, cv: 0.01 }), run("after", { seed: 2, cv: 0.01 }));
    expect(comparison.variants.map(({ verdict }) => verdict)).toEqual(["same"]);
  });

  it("name the run that lacks a variant, that of the baseline alone last", () => {
    const [both] = variants as [(typeof variants)[number]];
    const gone = { ...both, id: "hello/gone" };
    const added = { ...both, id: "hello/added" };
    const comparison = compareRuns(
      run("before", { seed: 1 }, { variants: [gone, both] }),
      run("after", { seed: 2 }, { variants: [added, both] }),
    );
    expect(comparison.watchedCount).toBe(9);
    expect(
      comparison.variants.map(({ variant, verdict, weaknesses }) => [variant, verdict, weaknesses]),
    ).toEqual([
      [
        "hello/added",
        "undecided",
        [{ kind: "missing", side: "baseline", reason: "the run has no such variant" }],
      ],
      [both.id, expect.any(String), []],
      [
        "hello/gone",
        "undecided",
        [{ kind: "missing", side: "candidate", reason: "the run has no such variant" }],
      ],
    ]);
  });

  it("keep what they are compared despite", () => {
    const despite = ["other memory: 512 MB and 1024 MB"];
    const comparison = compareRuns(run("before", { seed: 1 }), run("after", { seed: 2 }), { despite });
    expect(comparison.despite).toEqual(despite);
  });

  it("give their candidate side where they have two, and say so", () => {
    const sides = sidesManifest([twoSided({ cold: 70, warm: 3 })]);
    const after = { name: "after", manifest: sides, values: drawnValues(sides, { seed: 2, ratio: 1.1 }) };
    const comparison = compareRuns(run("before", { seed: 1 }), after);
    expect(comparison.candidate.name).toBe("after, candidate side");
    expect(initOf(comparison)).toMatchObject({ verdict: "slower", n: { baseline: 70, candidate: 70 } });
  });
});

describe("runs that could stop early", () => {
  const stopping = { until: "precise", looks: [15, 29, 43, 57, 71] } as const;
  const precise = { stopping, rules: [{ scenario: "hello", precision: 0.02 }] };

  it("are judged by what the looks of the stricter one left, and have no p", () => {
    const fixed = compareRuns(run("before", { seed: 1 }), run("after", { seed: 2 }));
    const whole = compareRuns(run("before", { seed: 1 }), run("after", { seed: 2 }, precise));
    const early = {
      ...run("before", { seed: 1 }, precise),
      values: valuesOf(
        manifest,
        drawnSamples(manifest, { seed: 1, ...plain }).filter(({ block }) => block < 29),
      ),
    };
    const cautious = compareRuns(early, run("after", { seed: 2 }, precise));
    const [first, second, third] = [fixed, whole, cautious].map((one) => 1 - (initOf(one)?.confidence ?? 0));
    expect(second).toBeLessThan(first ?? Number.NaN);
    expect(third).toBeLessThan((second ?? Number.NaN) / 10);
    expect(initOf(cautious)).toMatchObject({ n: { baseline: 28, candidate: 70 } });
    expect(initOf(whole)?.p).toBeUndefined();
  });
});

describe("segments", () => {
  const [segment] = manifest.segments as [RunManifest["segments"][number]];
  const other = { ...segment, host: { ...segment.host, cpuModel: "Another CPU" } };

  /** Every other block on a machine that takes twice as long. */
  function onTwoMachines(seed: number, segments: RunManifest["segments"]): RunToCompare {
    const changed = { ...manifest, segments };
    const samples = drawnSamples(changed, { seed, ...plain }).map((sample) =>
      sample.block % 2 === 0
        ? sample
        : {
            ...sample,
            segment: 1,
            initMs: (sample.initMs ?? 0) * 2,
            coldStartMs: (sample.coldStartMs ?? 0) * 2,
          },
    );
    return { name: "run", manifest: changed, values: valuesOf(changed, samples) };
  }

  it("are compared with those of like machines: another machine's times add no noise", () => {
    const within = compareRuns(onTwoMachines(1, [segment, other]), onTwoMachines(2, [segment, other]));
    const pooled = compareRuns(onTwoMachines(1, [segment, segment]), onTwoMachines(2, [segment, segment]));
    const [narrow, wide] = [within, pooled].map((one) => {
      const { low = 0, high = 0 } = initOf(one)?.shift ?? {};
      return high - low;
    });
    expect(narrow).toBeLessThan((wide ?? 0) / 2);
  });

  it("of one machine are one, wherever a run was resumed", () => {
    const resumed = (seed: number, at: number) => {
      const changed = { ...manifest, segments: [segment, segment] };
      const samples = drawnSamples(changed, { seed, ...plain }).map((sample) =>
        sample.block < at ? sample : { ...sample, segment: 1 },
      );
      return { name: "run", manifest: changed, values: valuesOf(changed, samples) };
    };
    const comparison = compareRuns(resumed(1, 1), resumed(2, 70));
    expect(initOf(comparison)?.n).toEqual({ baseline: 70, candidate: 70 });
  });
});

describe("runs of which some scenarios ask for precision", () => {
  it("keep all of the error for the variants of others, which were measured to their end", () => {
    const stopping = { until: "precise", looks: [11, 21] } as const;
    const ofOther = { stopping, rules: [{ scenario: "other", precision: 0.02 }] };
    const [fixed, mixed] = [{}, ofOther].map((changes) =>
      initOf(compareRuns(run("before", { seed: 1 }), run("after", { seed: 2 }, changes))),
    );
    expect(mixed?.confidence).toBe(fixed?.confidence);
  });
});

describe("runs that lack a runtime", () => {
  const notMeasured = [{ variant: variantFacts().id, kind: "unavailable", reason: "no node here" }] as const;
  const lacking = (allowUnavailable: boolean) => {
    const changed = { ...manifest, notMeasured, request: { ...manifest.request, allowUnavailable } };
    return { name: "run", manifest: changed, values: [] };
  };

  it("leave its variants out where both were told that it may be missing", () => {
    const comparison = compareRuns(lacking(true), lacking(true));
    expect(comparison.leftOut).toEqual([{ variant: variantFacts().id, reason: "no node here" }]);
    expect(comparison.variants).toEqual([]);
  });

  it("are undecided else", () => {
    for (const [baseline, candidate] of [
      [lacking(true), lacking(false)],
      [lacking(true), run("after", { seed: 1 })],
    ] as const) {
      const { leftOut, variants: compared } = compareRuns(baseline, candidate);
      expect(leftOut).toEqual([]);
      expect(compared.map(({ verdict }) => verdict)).toEqual(["undecided"]);
    }
  });
});
