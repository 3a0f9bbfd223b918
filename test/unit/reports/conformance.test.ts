import { describe, expect, it } from "vitest";
import type { CheckResult, ConformanceResult, Outcome } from "../../../src/conformance/conformance-result.ts";
import { countOutcomes } from "../../../src/conformance/count-outcomes.ts";
import { conformanceJson } from "../../../src/reports/conformance-json.ts";
import { conformanceJunit } from "../../../src/reports/conformance-junit.ts";
import { conformanceMarkdown } from "../../../src/reports/conformance-markdown.ts";
import { expectGolden } from "../../golden/expect-golden.ts";

const passed: Outcome = { status: "passed" };
const hostile = 'it wrote: <b> & "quotes" ]]> `code` | \u0000\u001b[31m \n# heading';

describe("a report on conformance", () => {
  const broken = resultOf("my-runtimes/build_1/bootstrap", [
    check("asks-for-event", "required", passed),
    check("answers-event", "required", {
      status: "failed",
      expected: "a POST to …/response",
      found: hostile,
    }),
    check("asks-again", "required", {
      status: "skipped",
      why: "blocked",
      reason: "needs what answers-event asks for",
    }),
    check("user-agent", "optional", { status: "failed", expected: "a User-Agent", found: "none" }),
    check("stream-early", "optional", {
      status: "skipped",
      why: "not-applicable",
      reason: "it does not stream",
    }),
  ]);

  it.each([
    ["md", conformanceMarkdown],
    ["json", conformanceJson],
    ["junit.xml", conformanceJunit],
  ])("says as %s what does not hold", (format, report) => {
    expectGolden(`reports/conformance/broken.${format}`, report(broken));
  });

  it("says that a runtime conforms, and what was left out", () => {
    const reason = "needs a function that keeps the convention";
    const sound = resultOf("bootstrap", [
      check("asks-for-event", "required", passed),
      check("convention", "required", { status: "skipped", why: "no-convention", reason }),
      check("user-agent", "optional", passed),
    ]);
    expectGolden("reports/conformance/sound.md", conformanceMarkdown(sound));
    expect(conformanceJunit(sound)).toContain('failures="0" errors="0" skipped="1"');
  });

  it("is one JSON document with a version", () => {
    expect(JSON.parse(conformanceJson(broken))).toMatchObject({
      version: 1,
      conforms: false,
      required: { passed: 1, failed: 1, skipped: 1 },
      optional: { passed: 0, failed: 1, skipped: 1 },
    });
  });

  it("is XML without a character that XML cannot hold", () => {
    const xml = conformanceJunit({ ...broken, subject: "a\ud800b\u0000c\uffff" });
    expect(xml).toContain('value="a\ufffdb\ufffdc\ufffd"');
    // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
    expect(xml).not.toMatch(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ud800-\udfff]/);
    expect(xml.replace(/&(amp|lt|gt|quot|#\d+);/g, "")).not.toContain("&");
  });
});

function check(id: string, requirement: CheckResult["requirement"], outcome: Outcome): CheckResult {
  return {
    id,
    title: `The runtime does what ${id} says`,
    contract: { sentence: "A runtime <must> do_it.", source: "A guide & its page" },
    requirement,
    needsConvention: id === "convention",
    outcome,
  };
}

function resultOf(subject: string, checks: readonly CheckResult[]): ConformanceResult {
  return { subject, ...countOutcomes(checks), groups: [{ title: "Order of calls", checks }] };
}
