import { describe, expect, it } from "vitest";
import { comparisonGithub } from "../../../src/reports/comparison-github.ts";
import { comparisonJson } from "../../../src/reports/comparison-json.ts";
import { comparisonJunit } from "../../../src/reports/comparison-junit.ts";
import { comparisonMarkdown } from "../../../src/reports/comparison-markdown.ts";
import { comparisonTerminal } from "../../../src/reports/comparison-terminal.ts";
import { changedComparison, hostileComparison, hostileText } from "./a-comparison.ts";
import { xmlProblem } from "./well-formed.ts";

// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what must not come through
const control = /[\u0000-\u0009\u000b-\u001f\u007f]/;

describe("words that are not ours", () => {
  const hostile = hostileComparison();

  it("are no markup, mention, cell's end or line of their own in Markdown", () => {
    const text = comparisonMarkdown(hostile);
    expect(text).not.toMatch(control);
    expect(text).not.toMatch(/(?<!\\)<img/);
    expect(text).not.toContain("@team");
    expect(text).not.toContain("[l](");
    const rows = text.split("\n").filter((line) => line.startsWith("|"));
    const cells = rows.map((row) => row.replaceAll("\\|", "").split("|").length);
    const header = rows.findIndex((row) => row.startsWith("| Variant") && row.includes("Phase"));
    expect(cells[header + 2]).toBe(cells[header]);
  });

  it("begin no workflow command, and end none early", () => {
    const lines = comparisonGithub(hostile).trimEnd().split("\n");
    expect(lines.every((line) => /^::(error|warning|notice) title=[^:,]*::/.test(line))).toBe(true);
    expect(lines).toHaveLength(5);
    expect(comparisonGithub(hostile)).not.toMatch(/%(?!25|0A|0D|3A|2C)/);
  });

  it("stand at no line's start on a terminal, and colour nothing", () => {
    const text = comparisonTerminal(hostile, 200);
    expect(text).not.toMatch(control);
    expect(text.split("\n").some((line) => line.trimStart().startsWith("::"))).toBe(false);
  });

  it("are whole in JSON", () => {
    expect(JSON.parse(comparisonJson(hostile)).despite).toEqual([hostileText]);
  });

  it.each(["any", "slower", "budget"] as const)("leave JUnit's XML well-formed, failing on %s", (failOn) => {
    expect(xmlProblem(comparisonJunit({ ...hostile, failOn }))).toBeUndefined();
    expect(xmlProblem(comparisonJunit(changedComparison(failOn)))).toBeUndefined();
  });
});

describe("JUnit's XML of a comparison", () => {
  const outcomes = (failOn: "any" | "slower" | "budget") => {
    const text = comparisonJunit(changedComparison(failOn));
    const count = (tag: string) => text.split(`<${tag} message=`).length - 1;
    const head = /<testsuites [^>]*failures="(\d+)" errors="(\d+)" skipped="(\d+)"/.exec(text) ?? [];
    const counted = { failure: count("failure"), error: count("error"), skipped: count("skipped") };
    expect(head.slice(1).map(Number)).toEqual(Object.values(counted));
    return counted;
  };

  it("fails what is slower or broken, and has errors for what could not be told", () => {
    expect(outcomes("any")).toEqual({ failure: 3, error: 8, skipped: 0 });
  });

  it("skips what does not gate", () => {
    expect(outcomes("slower")).toEqual({ failure: 2, error: 6, skipped: 3 });
    expect(outcomes("budget")).toEqual({ failure: 1, error: 3, skipped: 7 });
  });

  it("knows XML that is not well-formed", () => {
    for (const wrong of [
      "<a>",
      "<a></b>",
      "<a>&x</a>",
      '<a b="<"/>',
      "<a>\u0001</a>",
      "x<a/>",
      '<a b="1" b="2"/>',
    ]) {
      expect(xmlProblem(wrong)).toBeDefined();
    }
  });
});
