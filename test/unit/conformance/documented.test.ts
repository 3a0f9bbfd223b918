import { readFileSync, writeFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { allChecks } from "../../../src/conformance/all-checks.ts";
import type { CheckGroup } from "../../../src/conformance/check.ts";
import { needsConvention } from "../../../src/conformance/check-runtime.ts";

const page = new URL("../../../docs/conformance.md", import.meta.url);
const begin = "<!-- checks: kept by test/unit/conformance/documented.test.ts -->\n";
const end = "<!-- end of checks -->";

describe("the checks of a runtime", () => {
  const checks = allChecks.flatMap((group) => group.checks);

  /** `THAW_UPDATE_GOLDEN=1 npx vitest run test/unit/conformance` writes them anew. */
  it("are all in docs/conformance.md", () => {
    const text = readFileSync(page, "utf8");
    const [before = "", rest = ""] = text.split(begin);
    const [listed, after] = rest.split(end);
    const wanted = `\n${allChecks.map(groupText).join("\n\n")}\n\n`;
    if (process.env.THAW_UPDATE_GOLDEN === "1") {
      writeFileSync(page, `${before}${begin}${wanted}${end}${after}`);
      return;
    }
    expect(listed).toBe(wanted);
  });

  it("have ids of their own, in kebab-case, and a sentence with its source", () => {
    expect(new Set(checks.map(({ id }) => id)).size).toBe(checks.length);
    for (const { id, title, contract } of checks) {
      expect(id).toMatch(/^[a-z0-9]+(-[a-z0-9]+)*$/);
      expect([title, contract.sentence, contract.source].every((text) => text.length > 5)).toBe(true);
    }
  });

  it("are proven by one check each where others need them", () => {
    const proven = checks.flatMap(({ proves }) => (proves === undefined ? [] : [proves]));
    expect([...proven].sort()).toEqual(["answer", "convention", "poll"]);
    expect(
      checks
        .filter(({ proves }) => proves !== undefined)
        .every(({ requirement }) => requirement === "required"),
    ).toBe(true);
  });
});

function groupText({ title, checks }: CheckGroup): string {
  const rows = checks.map((check) => {
    const star = needsConvention(check) ? " *" : "";
    return `| \`${check.id}\`${star} | ${check.title} | ${check.requirement} |`;
  });
  return [`### ${title}`, "", "| check | what holds | |", "| --- | --- | --- |", ...rows].join("\n");
}
