import { describe, expect, it } from "vitest";
import { comparisonGithub } from "../../../src/reports/comparison-github.ts";
import { comparisonMarkdown } from "../../../src/reports/comparison-markdown.ts";
import { comparisonTerminal } from "../../../src/reports/comparison-terminal.ts";
import { changedComparison, hugeComparison, unchangedComparison } from "./a-comparison.ts";

describe("a comparison of 500 variants", () => {
  const huge = hugeComparison(500);

  it("is below 60,000 characters of Markdown, and uses the room that there is", () => {
    const { length } = comparisonMarkdown(huge);
    expect(length).toBeLessThan(60_000);
    expect(length).toBeGreaterThan(50_000);
  });

  it("counts in Markdown every row that it leaves out, part by part", () => {
    const parts = comparisonMarkdown(huge).split(/(?=<details>)/);
    const other = parts.find((part) => part.includes("Other phases")) ?? "";
    const shown = other.split("\n").filter((line) => line.startsWith("| a-scenario")).length;
    const left = Number(/(\d+) rows? left out/.exec(other)?.[1] ?? 0);
    expect(shown + left).toBe(1000);
    expect(left).toBeGreaterThan(0);
  });

  it("has at most ten annotations of a level, the last of which counts the others", () => {
    const lines = comparisonGithub(huge).trim().split("\n");
    const errors = lines.filter((line) => line.startsWith("::error "));
    expect(errors).toHaveLength(10);
    expect(errors.at(-1)).toContain("1491 more like these");
    expect(lines.filter((line) => line.startsWith("::warning "))).toHaveLength(10);
  });

  it("leaves most rows out on a terminal, and counts them", () => {
    const text = comparisonTerminal(huge, 200);
    expect(text.split("\n").length).toBeLessThan(300);
    expect(text).toContain("and 940 rows more");
  });
});

describe("a comparison in which nothing changed", () => {
  it.each(["sides", "runs"] as const)("of %s is one line of Markdown", (kind) => {
    const text = comparisonMarkdown(unchangedComparison(kind));
    expect(text.trimEnd().split("\n")).toHaveLength(1);
    expect(text.includes("Drift between them is not excluded")).toBe(kind === "runs");
  });

  it("with a sample that failed is more than a line", () => {
    const unchanged = unchangedComparison();
    const [first, ...others] = unchanged.comparison.variants;
    const weaknesses = [{ kind: "failed" as const, side: "baseline" as const, failed: 1, of: 220 }];
    const variants = first === undefined ? [] : [{ ...first, weaknesses }, ...others];
    const text = comparisonMarkdown({ ...unchanged, comparison: { ...unchanged.comparison, variants } });
    expect(text).toContain("1 of 220 samples failed in the baseline");
    expect(text).not.toContain("No change");
  });
});

describe("a comparison on a narrow terminal", () => {
  it.each([40, 60, 80])("has tables of at most %i columns", (columns) => {
    const indented = comparisonTerminal(changedComparison(), columns)
      .split("\n")
      .filter((line) => line.startsWith("    ") && !line.includes("why") && !line.includes("verdict"));
    expect(indented.length).toBeGreaterThan(10);
    expect(Math.max(...indented.map((line) => line.length))).toBeLessThanOrEqual(columns);
  });
});
