import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { codeBlock, codeSpan, escaped, markdownTable } from "../../../src/reports/markdown-text.ts";

describe("words in Markdown", () => {
  it.each([
    ["a|b", "a\\|b"],
    ["<b>x</b>", "\\<b\\>x\\</b\\>"],
    ["*bold* and `code`", "\\*bold\\* and \\`code\\`"],
    ["[text](url)", "\\[text\\](url)"],
    ["_emphasis_ but snake_case", "\\_emphasis\\_ but snake_case"],
    ["AT&T &lt;", "AT&amp;T &amp;lt;"],
    ["ask @team", "ask &#64;team"],
    ["# heading", "\\# heading"],
    ["nodejs24.x, 512 MB", "nodejs24.x, 512 MB"],
    ["two\nlines\tand\u001b[31m colour", "two lines and colour"],
    ["back\\slash|", "back\\\\slash\\|"],
  ])("%j are written %j", (text, expected) => {
    expect(escaped(text)).toBe(expected);
  });

  it("never end a cell or a line", () => {
    fc.assert(
      fc.property(fc.string({ unit: "grapheme", maxLength: 30 }), (text) => {
        const cell = escaped(text);
        expect(cell).not.toMatch(/[\r\n]/);
        expect(cell.replace(/\\./gu, "")).not.toContain("|");
      }),
    );
  });
});

describe("a code span", () => {
  it("has a fence that its text does not hold", () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom("`", " ", "a", "\n"), maxLength: 12 }), (text) => {
        const span = codeSpan(text);
        const fence = /^`*/.exec(span)?.[0] ?? "";
        const inner = span.slice(fence.length, -fence.length || undefined);
        expect(inner.match(/`+/g) ?? []).not.toContain(fence);
        expect(inner.replaceAll(" ", "")).toBe(text.replace(/\s/g, ""));
      }),
    );
  });

  it("is cut where it gets long", () => {
    expect(codeSpan("x".repeat(1000), 20)).toBe(`\`${"x".repeat(20)}…\``);
  });
});

describe("a code block", () => {
  it("keeps the first and the last lines of many", () => {
    const block = codeBlock(Array.from({ length: 100 }, (_, index) => `line ${index}`).join("\n"), "  ", 4);
    expect(block.split("\n")).toEqual([
      "  ```",
      "  line 0",
      "  line 1",
      "  … 96 lines …",
      "  line 98",
      "  line 99",
      "  ```",
    ]);
  });

  it("has a fence longer than any in its text", () => {
    expect(codeBlock("````\nx", "").split("\n")[0]).toBe("`````");
  });
});

describe("a table", () => {
  it("is aligned in its source, to the left and to the right", () => {
    const table = markdownTable({
      header: ["Variant", "n"],
      alignments: ["left", "right"],
      rows: [
        ["é", "1"],
        ["a longer one", "1234"],
      ],
    });
    expect(table.split("\n")).toEqual([
      "| Variant      |    n |",
      "|:-------------|-----:|",
      "| é            |    1 |",
      "| a longer one | 1234 |",
    ]);
  });
});
