import { describe, expect, it } from "vitest";
import { errorText, settingText } from "../../../src/reports/comparison-words.ts";
import type { Comparison, Difference } from "../../../src/statistics/comparison.ts";
import { changedComparison } from "./a-comparison.ts";

const { comparison } = changedComparison();
const same = (words: string) => words;

/** On Lambda, every watched difference with these copies. */
function onLambda(copies: (index: number) => Difference["copies"]): Comparison {
  let index = 0;
  return {
    ...comparison,
    target: "lambda",
    kind: "runs",
    variants: comparison.variants.map((variant) => ({
      ...variant,
      differences: variant.differences.map((difference) =>
        difference.watched ? { ...difference, copies: copies(index++) } : difference,
      ),
    })),
  };
}

describe("what a comparison says of where AWS puts functions", () => {
  it("is that it is in the differences and in no interval, where a side has too few copies to tell", () => {
    const few = onLambda(() => ({ baseline: 3, candidate: 4, inInterval: false }));
    expect(settingText(few, same)).toContain(
      "Each side ran on functions of its own, and a side has too few copies of its function to tell what AWS makes of where it puts them (3): its cold starts count as independent of each other",
    );
    expect(errorText(few)).toContain("drift between the runs and where AWS puts a function aside.");
  });

  it("is the same where each side is one function", () => {
    expect(
      settingText(
        onLambda(() => undefined),
        same,
      ),
    ).toContain("to tell what AWS makes of where it puts them (1)");
    expect(errorText(onLambda(() => undefined))).toContain("where AWS puts a function aside.");
  });

  it("is that every interval holds it, where there are enough copies", () => {
    const enough = onLambda(() => ({ baseline: 9, candidate: 8, inInterval: true }));
    expect(settingText(enough, same)).toContain(
      "Each side ran on copies of its function, at least 8: what AWS makes of where it puts them is in every interval that is judged.",
    );
    expect(errorText(enough)).toContain(", drift between the runs aside.");
  });

  it("counts the intervals that hold it, where some do", () => {
    const some = onLambda((index) => ({ baseline: 8, candidate: 8, inInterval: index === 0 }));
    expect(settingText(some, same)).toMatch(
      /What AWS makes of where it puts them is in 1 of \d+ judged intervals; for the others/,
    );
    expect(errorText(some)).toContain("where AWS puts a function aside.");
  });

  it("is nothing on other targets", () => {
    expect(settingText(comparison, same)).not.toContain("AWS");
    expect(errorText({ ...comparison, kind: "sides" })).toMatch(/together\.$/);
  });
});
