import { measureText } from "../samples/phases.ts";
import type {
  BudgetJudgement,
  Difference,
  FailOn,
  VariantComparison,
  Weakness,
} from "../statistics/comparison.ts";
import { measuredText } from "./budget-table.ts";
import { shiftAndShare } from "./change-numbers.ts";
import type { Compared } from "./compared.ts";
import { settingText, verdictText, weaknessText } from "./comparison-words.ts";
import { oneLine } from "./markdown-text.ts";
import { attribute, xml } from "./xml-text.ts";

/**
 * JUnit's XML: a suite for each variant, a case for each watched difference, each weakness of the samples and each budget. A failure
 * is what is slower or broken, an error what could not be told: CI systems show both as not green, and `skipped` as green. What the
 * gate leaves out is skipped, whatever it is.
 */
export function comparisonJunit({ comparison, failOn }: Compared): string {
  const setting = settingText(comparison, (words) => words);
  const suites = comparison.variants.map((variant) => ({
    name: variant.variant,
    cases: casesOf(
      variant,
      comparison.budgets.filter((budget) => budget.variant === variant.variant),
      failOn,
    ),
  }));
  const all = suites.flatMap(({ cases }) => cases);
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<testsuites name="thaw compare" ${counts(all)}>`,
    ...suites.map(({ name, cases }) => suiteText(name, cases, [setting, ...comparison.despite])),
    "</testsuites>",
    "",
  ].join("\n");
}

interface Case {
  readonly name: string;
  readonly kind: "passed" | "failure" | "error" | "skipped";
  readonly message: string;
}

function casesOf(variant: VariantComparison, budgets: readonly BudgetJudgement[], failOn: FailOn): Case[] {
  const gatesVerdicts = failOn !== "budget";
  const verdicts =
    variant.verdict === "identical"
      ? [{ name: "identical", kind: "passed" as const, message: "the same to the byte, not measured" }]
      : variant.differences.filter(({ watched }) => watched).map(differenceCase);
  const weak = variant.weaknesses.map((weakness) => {
    const one = weaknessCase(weakness);
    return gatesVerdicts || touches(weakness, budgets) ? one : leftOut(one);
  });
  return [
    ...verdicts.map((one) => (gatesVerdicts ? one : leftOut(one))),
    ...weak,
    ...budgets.map(budgetCase).map((one) => (failOn === "slower" ? leftOut(one) : one)),
  ];
}

function weaknessCase(weakness: Weakness): Case {
  const name =
    weakness.kind === "too-few"
      ? `${measureText(weakness.measure)}: samples`
      : `${weakness.kind} in the ${weakness.side}`;
  return { name, kind: "error", message: weaknessText(weakness) };
}

/** Where budgets alone gate, what is weak gates with those that it makes uncertain. */
function touches(weakness: Weakness, budgets: readonly BudgetJudgement[]): boolean {
  return (
    weakness.kind !== "too-few" &&
    budgets.some(
      ({ verdict, limit }) =>
        verdict !== "not-applicable" && (weakness.side === "candidate" || limit.startsWith("+")),
    )
  );
}

function differenceCase(difference: Difference): Case {
  const { verdict = "undecided", shift, ratio } = difference;
  const kind = verdict === "slower" ? "failure" : verdict === "undecided" ? "error" : "passed";
  return {
    name: measureText(difference),
    kind,
    message: `${verdictText(difference)}: ${shiftAndShare(shift, ratio)}`,
  };
}

function budgetCase(judgement: BudgetJudgement): Case {
  const { budget, limit, verdict, reason } = judgement;
  const why = reason === undefined ? "" : `: ${reason}`;
  return {
    name: `budget ${budget} ${limit}`,
    kind: budgetKinds[verdict],
    message: `${verdict === "not-applicable" ? "not applicable" : verdict}, measured ${measuredText(judgement)}${why}`,
  };
}

const budgetKinds = {
  held: "passed",
  broken: "failure",
  undecided: "error",
  "not-applicable": "skipped",
} as const;

function leftOut(one: Case): Case {
  return one.kind === "passed" ? one : { ...one, kind: "skipped", message: `does not gate: ${one.message}` };
}

function suiteText(name: string, cases: readonly Case[], setting: readonly string[]): string {
  return [
    `  <testsuite name="${attribute(name)}" ${counts(cases)}>`,
    "    <properties>",
    ...setting.map((text) => `      <property name="setting" value="${attribute(oneLine(text))}"/>`),
    "    </properties>",
    ...cases.map((one) => caseText(name, one)),
    "  </testsuite>",
  ].join("\n");
}

function caseText(suite: string, { name, kind, message }: Case): string {
  const start = `    <testcase classname="${attribute(suite)}" name="${attribute(name)}">`;
  const told =
    kind === "passed"
      ? `      <system-out>${xml(oneLine(message))}</system-out>`
      : `      <${kind} message="${attribute(oneLine(message))}"/>`;
  return [start, told, "    </testcase>"].join("\n");
}

function counts(cases: readonly Case[]): string {
  const count = (kind: Case["kind"]) => cases.filter((one) => one.kind === kind).length;
  return `tests="${cases.length}" failures="${count("failure")}" errors="${count("error")}" skipped="${count("skipped")}"`;
}
