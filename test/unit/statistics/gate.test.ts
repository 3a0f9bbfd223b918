import { describe, expect, it } from "vitest";
import type { BudgetJudgement, FailOn, VariantComparison } from "../../../src/statistics/comparison.ts";
import { gateOf, type VariantWeakness } from "../../../src/statistics/gate.ts";
import { aBudget, aComparison, aVariant, difference, factsOf, init } from "../reports/a-comparison.ts";

const facts = factsOf("hello", "nodejs24.x");
const same = aVariant(facts);
const other = aVariant(factsOf("hello", "python3.13"));

function withDifference(verdict: Parameters<typeof difference>[1], changes: Partial<VariantComparison> = {}) {
  const own = verdict ?? "undecided";
  return aVariant(facts, { verdict: own, differences: [difference(init, verdict, 60, 66, 2)], ...changes });
}

const missing = (side: "baseline" | "candidate") =>
  aVariant(facts, {
    verdict: "undecided",
    differences: [],
    weaknesses: [{ kind: "missing", side, reason: "the build failed:\nE404" }],
  });
const failed = (side: "baseline" | "candidate") =>
  aVariant(facts, { weaknesses: [{ kind: "failed", side, failed: 2, of: 40 }] });
const tooFew = withDifference("undecided", { weaknesses: [{ kind: "too-few", measure: init, n: 3 }] });
const unwatched = aVariant(facts, { differences: [difference(init, undefined, 60, 90, 2)] });
const withoutVerdict = aVariant(facts, {
  differences: [{ ...difference(init, "same", 60, 61, 2), verdict: undefined }],
});

const held = aBudget(facts);
const broken = aBudget(facts, { verdict: "broken" });
const open = aBudget(facts, { verdict: "undecided", reason: "12 samples" });
const notApplicable = aBudget(facts, { verdict: "not-applicable", limit: "+5%" });
const relative = aBudget(facts, { budget: "init.p50", limit: "+5%" });

type Row = readonly [
  what: string,
  variants: readonly VariantComparison[],
  budgets: readonly BudgetJudgement[],
  slower: string,
  budget: string,
  any: string,
];

const rows: readonly Row[] = [
  ["all the same", [same, other], [held], "passed", "passed", "passed"],
  ["one faster", [withDifference("faster"), other], [], "passed", "passed", "passed"],
  [
    "one identical",
    [aVariant(facts, { verdict: "identical", differences: [] })],
    [],
    "passed",
    "passed",
    "passed",
  ],
  ["one slower", [withDifference("slower"), other], [held], "failed", "passed", "failed"],
  [
    "one slower, one missing",
    [withDifference("slower"), missing("candidate")],
    [],
    "failed",
    "passed",
    "failed",
  ],
  ["one undecided", [withDifference("undecided"), other], [held], "undecided", "passed", "undecided"],
  ["one without a verdict", [withoutVerdict], [held], "undecided", "passed", "undecided"],
  ["nothing watched", [unwatched], [held], "undecided", "passed", "undecided"],
  ["no variant", [], [], "undecided", "passed", "undecided"],
  ["too few", [tooFew], [held], "undecided", "passed", "undecided"],
  ["missing in the candidate", [missing("candidate")], [], "undecided", "passed", "undecided"],
  ["missing in the baseline", [missing("baseline")], [], "undecided", "passed", "undecided"],
  ["missing, with a budget", [missing("candidate")], [held], "undecided", "undecided", "undecided"],
  ["no baseline, a budget of itself", [missing("baseline")], [held], "undecided", "passed", "undecided"],
  [
    "no baseline, a relative budget",
    [missing("baseline")],
    [relative],
    "undecided",
    "undecided",
    "undecided",
  ],
  ["failed samples", [failed("candidate")], [], "undecided", "passed", "undecided"],
  ["failed samples under a budget", [failed("candidate")], [held], "undecided", "undecided", "undecided"],
  [
    "failures, budget not applicable",
    [failed("candidate")],
    [notApplicable],
    "undecided",
    "passed",
    "undecided",
  ],
  [
    "failures of a baseline, relative budget",
    [failed("baseline")],
    [relative],
    "undecided",
    "undecided",
    "undecided",
  ],
  ["a broken budget", [same], [held, broken], "passed", "failed", "failed"],
  [
    "a broken budget, one undecided",
    [withDifference("undecided")],
    [broken],
    "undecided",
    "failed",
    "failed",
  ],
  ["an open budget", [same], [open], "passed", "undecided", "undecided"],
  ["a budget that is not applicable", [same], [notApplicable], "passed", "passed", "passed"],
];

describe("the gate of a comparison", () => {
  it.each(rows)("of %s", (_what, variants, budgets, ...outcomes) => {
    const comparison = aComparison(variants, { budgets });
    const found = (["slower", "budget", "any"] as const).map((failOn) => gateOf(comparison, failOn).outcome);
    expect(found).toEqual(outcomes);
  });

  it("has a reason where it does not pass, and none where it does", () => {
    for (const [, variants, budgets] of rows) {
      const { outcome, reasons } = gateOf(aComparison(variants, { budgets }), "any");
      expect(reasons.length > 0).toBe(outcome !== "passed");
    }
  });

  it("names what failed it first, then what is undecided", () => {
    const comparison = aComparison([missing("candidate"), withDifference("slower")], {
      budgets: [broken, open],
    });
    expect(gateOf(comparison, "any").reasons).toEqual([
      "hello/nodejs24.x/512/x86_64/zip/none: init is slower",
      "hello/nodejs24.x/512/x86_64/zip/none: budget coldStart.p90 800ms is broken",
      "hello/nodejs24.x/512/x86_64/zip/none: budget coldStart.p90 800ms is undecided: 12 samples",
      "hello/nodejs24.x/512/x86_64/zip/none: not measured in the candidate: the build failed: E404",
    ]);
  });
});

describe("the gate of a run without a baseline", () => {
  const weak = (side: "candidate" = "candidate"): VariantWeakness => ({
    variant: facts.id,
    weakness: { kind: "failed", side, failed: 2, of: 40 },
  });
  const outcomeOf = (
    budgets: readonly BudgetJudgement[],
    weaknesses: readonly VariantWeakness[] = [],
    failOn: FailOn = "budget",
  ) => gateOf({ kind: "plain", budgets, weaknesses }, failOn);

  it.each([
    ["passed", [], []],
    ["passed", [held, notApplicable], []],
    ["passed", [], [weak()]],
    ["failed", [held, broken], [weak()]],
    ["undecided", [held, open], []],
    ["undecided", [held], [weak()]],
    ["passed", [notApplicable], [weak()]],
  ] as const)("is %s by %j and %j", (outcome, budgets, weaknesses) => {
    expect(outcomeOf(budgets, weaknesses).outcome).toBe(outcome);
  });

  it("speaks of no side", () => {
    expect(outcomeOf([held], [weak()]).reasons).toEqual([
      "hello/nodejs24.x/512/x86_64/zip/none: 2 of 40 samples failed",
    ]);
  });
});
