import { describe, expect, it } from "vitest";
import { comparisonGithub } from "../../../src/reports/comparison-github.ts";
import { comparisonJson } from "../../../src/reports/comparison-json.ts";
import { comparisonJunit } from "../../../src/reports/comparison-junit.ts";
import { comparisonMarkdown } from "../../../src/reports/comparison-markdown.ts";
import { comparisonTerminal } from "../../../src/reports/comparison-terminal.ts";
import { expectGolden } from "../../golden/expect-golden.ts";
import { changedComparison, forcedComparison, unchangedComparison } from "./a-comparison.ts";

const comparisons = {
  changed: changedComparison(),
  forced: forcedComparison(),
  unchanged: unchangedComparison(),
};

describe.each(Object.entries(comparisons))("a comparison that is %s", (name, compared) => {
  it("is shown in every format as under test/golden/reports/comparison", () => {
    const texts = {
      md: comparisonMarkdown(compared),
      json: comparisonJson(compared),
      "junit.xml": comparisonJunit(compared),
      "github.txt": comparisonGithub(compared),
      "terminal.txt": `${comparisonTerminal(compared, 200)}\n`,
      "narrow.txt": `${comparisonTerminal(compared, 60)}\n`,
    };
    for (const [format, text] of Object.entries(texts)) {
      expectGolden(`reports/comparison/${name}.${format}`, text);
      expect(text).not.toMatch(/NaN|Infinity|undefined(?!:)|\[object/);
    }
  });
});
