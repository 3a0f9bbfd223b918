import { describe, expect, it } from "vitest";
import { type Random, seededRandom } from "../../../src/shared/seeded-random.ts";
import { byCopies, copyMedians } from "../../../src/statistics/by-copies.ts";
import { type Contrast, twoSampleContrast } from "../../../src/statistics/contrast.ts";
import type { VariantValues } from "../../../src/statistics/environment-values.ts";
import { quantileTask } from "../../../src/statistics/quantile-task.ts";
import { rankSumBound } from "../../../src/statistics/rank-sum.ts";
import { runContrasts } from "../../../src/statistics/run-contrasts.ts";
import { sideContrasts } from "../../../src/statistics/side-contrasts.ts";
import { variantValues } from "./variant-values.ts";

const init = { phase: "init", temperature: "cold" } as const;
const oneStratum = { count: 1, baseline: [0], candidate: [0] };

/** Box and Muller's. */
const gaussOf = (random: Random) => () =>
  Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());

/** Inits of copies that take turns; copies differ by a normal effect of this size, environments of a copy by one of 1 ms. */
function drawnSide(copies: number, each: number, spread: number, gauss: () => number): VariantValues {
  const levels = Array.from({ length: copies }, () => 100 + spread * gauss());
  const numbers = Array.from({ length: copies * each }, (_, index) => index % copies);
  return ofCopies(
    numbers.map((copy) => (levels[copy] ?? 0) + gauss()),
    numbers,
  );
}

function ofCopies(inits: readonly number[], copies: readonly number[]): VariantValues {
  const values = variantValues({ cold: { init: inits } });
  const found = values.measures.get("init");
  return found === undefined
    ? values
    : { ...values, measures: new Map([["init", { ...found, copies: Uint32Array.from(copies) }]]) };
}

const isAlarm = (contrast: Contrast, alpha: number): boolean => {
  const { low, high } = contrast.estimate(alpha);
  return low > 0 || high < 0;
};

/** The share of comparisons of two such sides, between which nothing differs, whose interval is without 0. */
function alarmsOf(
  { copies, spread, runs }: { readonly copies: number; readonly spread: number; readonly runs: number },
  contrastsOf: (baseline: VariantValues, candidate: VariantValues) => Contrast,
): number {
  const gauss = gaussOf(seededRandom("copies", copies, spread));
  let alarms = 0;
  for (let run = 0; run < runs; run++) {
    const [baseline, candidate] = [drawnSide(copies, 5, spread, gauss), drawnSide(copies, 5, spread, gauss)];
    alarms += isAlarm(contrastsOf(baseline, candidate), 0.05) ? 1 : 0;
  }
  return alarms / runs;
}

const asOneCopy = (values: VariantValues) =>
  ofCopies([...(values.measures.get("init")?.values ?? [])], Array(values.blocks.length).fill(0));
const ofRuns = (baseline: VariantValues, candidate: VariantValues) =>
  runContrasts(baseline, candidate, oneStratum).measure(init, Number.POSITIVE_INFINITY);
const ofSides = (baseline: VariantValues, candidate: VariantValues) =>
  sideContrasts(baseline, candidate).measure(init, Number.POSITIVE_INFINITY);

describe("a comparison of functions of several copies", () => {
  it.each([
    ["two runs", ofRuns],
    ["two sides of one run", ofSides],
  ])(
    "of %s alarms no more often than it says where copies differ, and far more often if they count as independent",
    (_, contrastOf) => {
      const pool = { copies: 10, spread: 1, runs: 300 };
      expect(alarmsOf(pool, contrastOf)).toBeLessThan(0.08);
      expect(alarmsOf(pool, (one, other) => contrastOf(asOneCopy(one), asOneCopy(other)))).toBeGreaterThan(
        0.2,
      );
    },
  );

  it("finds a difference that is larger than what copies differ by", () => {
    const gauss = gaussOf(seededRandom("found"));
    const baseline = drawnSide(10, 5, 1, gauss);
    const slower = drawnSide(10, 5, 1, gauss);
    const inits = [...(slower.measures.get("init")?.values ?? [])].map((value) => value + 5);
    const candidate = ofCopies(inits, [...(slower.measures.get("init")?.copies ?? [])]);
    const { low, high } = ofRuns(baseline, candidate).estimate(0.005 / 3);
    expect(low).toBeGreaterThan(0);
    expect(high).toBeLessThan(10);
  });

  it("has an interval that is never narrower than that of independent environments, and a p that is never smaller", () => {
    const gauss = gaussOf(seededRandom("wider"));
    for (let run = 0; run < 30; run++) {
      const sides = [drawnSide(8, 4, run / 15, gauss), drawnSide(9, 4, run / 15, gauss)] as const;
      const own = ofRuns(asOneCopy(sides[0]), asOneCopy(sides[1])).shift(0.01);
      const found = ofRuns(...sides).shift(0.01);
      expect(found.value).toBe(own.value);
      expect(found.low).toBeLessThanOrEqual(own.low);
      expect(found.high).toBeGreaterThanOrEqual(own.high);
      expect(found.p).toBeGreaterThanOrEqual(own.p);
    }
  });

  it("says the opposite when its sides swap places", () => {
    const gauss = gaussOf(seededRandom("swapped"));
    const [one, other] = [drawnSide(8, 3, 2, gauss), drawnSide(10, 3, 2, gauss)];
    const [there, back] = [ofRuns(one, other).estimate(0.01), ofRuns(other, one).estimate(0.01)];
    expect(back.low).toBeCloseTo(-there.high, 9);
    expect(back.high).toBeCloseTo(-there.low, 9);
  });

  it("takes only the blocks of a look, and of these only pairs", () => {
    const copies = Array.from({ length: 40 }, (_, index) => index % 8);
    const inits = copies.map((copy, block) => (block < 24 ? 100 + copy : 1e6));
    const sides = [ofCopies(inits, copies), ofCopies(inits.slice(0, 32), copies.slice(0, 32))] as const;
    // Blocks count from 1 here, after a warm-up block.
    const { low, high } = sideContrasts(...sides)
      .measure(init, 25)
      .estimate(0.01);
    expect([Math.abs(low) < 10, Math.abs(high) < 10]).toEqual([true, true]);
  });
});

describe("too few copies", () => {
  const gauss = gaussOf(seededRandom("few"));

  it("leave the interval as it is, and are told", () => {
    const sides = [drawnSide(3, 10, 1, gauss), drawnSide(3, 10, 1, gauss)] as const;
    const contrast = ofRuns(...sides);
    expect(contrast.copies).toMatchObject({ baseline: 3, candidate: 3 });
    expect(contrast.copies?.inInterval(0.005)).toBe(false);
    expect(contrast.shift(0.005)).toEqual(ofRuns(asOneCopy(sides[0]), asOneCopy(sides[1])).shift(0.005));
  });

  it("are fewer than seven a side for three watched differences, than eight for twenty, than nine for a hundred", () => {
    for (const [watched, enough] of [
      [3, 7],
      [20, 8],
      [100, 9],
    ] as const) {
      const copiesOf = (count: number) =>
        ofRuns(drawnSide(count, 2, 1, gauss), drawnSide(count, 2, 1, gauss)).copies;
      expect(copiesOf(enough)?.inInterval(0.005 / watched)).toBe(true);
      expect(copiesOf(enough - 1)?.inInterval(0.005 / watched)).toBe(false);
      expect(rankSumBound([[enough - 1, enough - 1]], 0.005 / watched)).toBe(0);
    }
  });

  it("are no copies where each side has one: nothing is changed", () => {
    const plain = twoSampleContrast([{ baseline: Float64Array.of(1, 2), candidate: Float64Array.of(2, 3) }]);
    expect(byCopies(plain, { baseline: Float64Array.of(1), candidate: Float64Array.of(2) })).toBe(plain);
  });
});

describe("the medians of copies", () => {
  it("are of the environments that have a value and count", () => {
    const found = ofCopies([1, 2, 3, 40, 50, 60], [0, 0, 0, 1, 1, 1]).measures.get("init");
    const values = Float64Array.of(1, 2, 3, 40, Number.NaN, 60);
    expect([...copyMedians(found, values)]).toEqual([2, 50]);
    expect([...copyMedians(found, values, (environment) => environment !== 3)]).toEqual([2, 60]);
    expect([...copyMedians(undefined, values)]).toEqual([]);
  });
});

describe("the percentiles of functions of several copies", () => {
  const gauss = gaussOf(seededRandom("percentiles"));
  const taskOf = (copies: number, pairing: "blocks" | "environments") => {
    const [baseline, candidate] = [drawnSide(copies, 4, 1, gauss), drawnSide(copies, 4, 1, gauss)];
    return quantileTask(init, baseline, candidate, pairing, ["test"]);
  };

  it.each(["blocks", "environments"] as const)(
    "draw copies as a whole where there are ten a side (%s)",
    (pairing) => {
      const task = taskOf(10, pairing);
      expect(task?.paired).toBe(false);
      expect([task?.baseline.starts.length, task?.baseline.values.length]).toEqual([10, 40]);
    },
  );

  it("draw environments, or blocks, where there are fewer", () => {
    expect(taskOf(9, "blocks")?.paired).toBe(true);
    expect(taskOf(9, "environments")?.baseline.starts).toHaveLength(36);
  });
});
