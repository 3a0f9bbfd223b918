import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { moreToDecide } from "../../../src/statistics/more-to-decide.ts";
import { ruleOf } from "../../../src/statistics/rule.ts";
import { type Judgeable, verdictOf } from "../../../src/statistics/verdict.ts";

const rule = ruleOf(undefined);

/** A difference whose ratio says the same as its shift. */
function difference(baselineMs: number, low: number, value: number, high: number): Judgeable {
  const part = (shift: number) => 1 + shift / baselineMs;
  return {
    baselineMs,
    candidateMs: baselineMs + value,
    shift: { value, low, high },
    ratio: { value: part(value), low: part(low), high: part(high) },
  };
}

const verdicts = (differences: readonly Judgeable[]) => differences.map((one) => verdictOf(one, rule));

describe("a verdict", () => {
  it("is slower or faster where the interval excludes zero and the estimate matters in both ways", () => {
    expect(verdicts([difference(100, 1, 5, 9), difference(100, -9, -5, -1)])).toEqual(["slower", "faster"]);
    expect(verdicts([difference(10, 0.4, 0.9, 1.4), difference(1000, 10, 25, 40)])).toEqual(["same", "same"]);
  });

  it("is the same where the interval lies within the larger of both margins", () => {
    expect(verdicts([difference(100, -4.9, 0, 4.9), difference(10, -1.9, 0.1, 1.9)])).toEqual([
      "same",
      "same",
    ]);
  });

  it("is undecided where the interval holds zero and an effect that matters", () => {
    expect(verdicts([difference(100, -1, 5, 11), difference(100, -6, 0, 6)])).toEqual([
      "undecided",
      "undecided",
    ]);
  });

  it("is undecided where the interval excludes zero, the estimate is too small, and the margin is left", () => {
    expect(verdicts([difference(100, 0.1, 2.9, 5.7)])).toEqual(["undecided"]);
  });

  it("is undecided where there is no interval", () => {
    const none = difference(100, Number.NEGATIVE_INFINITY, 20, Number.POSITIVE_INFINITY);
    expect(verdicts([none])).toEqual(["undecided"]);
  });

  it("is slower before it is the same", () => {
    expect(verdicts([difference(100, 3.2, 4, 4.8)])).toEqual(["slower"]);
  });

  it("goes by milliseconds alone where there is no ratio", () => {
    const nothing = { value: Number.NaN, low: Number.NaN, high: Number.NaN };
    const shift = { value: 5, low: 4, high: 6 };
    expect(verdicts([{ baselineMs: -1, candidateMs: 4, shift, ratio: nothing }])).toEqual(["slower"]);
  });

  it("is swapped where the sides are", () => {
    const swap = {
      slower: "faster",
      faster: "slower",
      same: "same",
      undecided: "undecided",
      identical: "identical",
    };
    const number = fc.double({ min: 0.01, max: 30, noNaN: true });
    fc.assert(
      fc.property(number, number, fc.double({ min: -20, max: 20, noNaN: true }), (below, above, value) => {
        const there = difference(100, value - below, value, value + above);
        const back: Judgeable = {
          baselineMs: there.candidateMs,
          candidateMs: there.baselineMs,
          shift: { value: -value, low: -there.shift.high, high: -there.shift.low },
          ratio: { value: 1 / there.ratio.value, low: 1 / there.ratio.high, high: 1 / there.ratio.low },
        };
        fc.pre(Math.abs(Math.abs(Math.log(there.ratio.value)) - Math.log1p(0.03)) > 1e-9);
        expect(verdictOf(back, rule)).toBe(swap[verdictOf(there, rule)]);
      }),
    );
  });
});

describe("the number that would decide", () => {
  const lookedAt = { n: 20, level: 0.005, finalLevel: 0.005 };
  const more = (one: Judgeable) => moreToDecide(one, rule, lookedAt);

  it("grows with the square of the interval", () => {
    const narrow = more(difference(100, -5, 5, 15)) ?? Number.NaN;
    const wide = more(difference(100, -15, 5, 25)) ?? Number.NaN;
    expect(narrow).toBeGreaterThan(20);
    expect((wide + 20) / (narrow + 20)).toBeCloseTo(4, 0);
  });

  it("is that of fitting into the margin where the estimate does not matter", () => {
    expect(more(difference(100, -10, 0, 10))).toBeGreaterThan(more(difference(100, -6, 0, 6)) ?? Number.NaN);
  });

  it("is less where the level of the look is far below that of the last", () => {
    const early = { ...lookedAt, level: 1e-6 };
    const one = difference(100, -10, 5, 20);
    expect(moreToDecide(one, rule, early)).toBeLessThan(more(one) ?? Number.NaN);
  });

  it("is round, as it is an estimate", () => {
    expect((more(difference(100, -5, 5, 15)) ?? Number.NaN) % 5).toBe(0);
    expect((more(difference(100, -60, 5, 70)) ?? Number.NaN) % 100).toBe(0);
  });

  it("is that of having an interval at all, where there is none: 2 · 2⁻¹¹ is below 0.2 %", () => {
    const none = difference(100, Number.NEGATIVE_INFINITY, 5, Number.POSITIVE_INFINITY);
    expect(moreToDecide(none, rule, { n: 1, level: 0.002, finalLevel: 0.002 })).toBe(10);
  });

  it("is not told where it would take too many", () => {
    expect(more(difference(100, -3000, 5, 3010))).toBeUndefined();
  });
});
