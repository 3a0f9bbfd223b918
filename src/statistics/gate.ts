import { measureText } from "../samples/phases.ts";
import type {
  BudgetJudgement,
  Comparison,
  Difference,
  FailOn,
  Gate,
  VariantComparison,
  Weakness,
} from "./comparison.ts";

/** A run without a baseline: of it only budgets can gate. */
export interface PlainRun {
  readonly kind: "plain";
  readonly budgets: readonly BudgetJudgement[];
  /** Variants that were not measured, or of which samples failed; the run is their `candidate`. */
  readonly weaknesses: readonly VariantWeakness[];
}

export interface VariantWeakness {
  readonly variant: string;
  readonly weakness: Weakness;
}

/**
 * Whether what was asked for holds; it fails closed. `failed`: something watched is slower, or a budget is broken. `undecided`: none
 * is, and something could not be told. What `failOn` leaves out does not gate: with `budget` no verdict does, and of weak variants
 * only those count whose samples some budget was held against; with `slower` no budget does.
 */
export function gateOf(subject: Comparison | PlainRun, failOn: FailOn): Gate {
  const budgets = failOn === "slower" ? [] : subject.budgets.filter(({ verdict }) => isApplicable(verdict));
  const variants = failOn === "budget" || subject.kind === "plain" ? [] : subject.variants;
  const weak = weaknessesOf(subject).filter((one) => failOn !== "budget" || touchesBudget(one, budgets));
  const failed = [
    ...variants.flatMap((variant) =>
      differencesOf(variant, "slower").map((one) => sentence(variant, one, "slower")),
    ),
    ...budgets
      .filter(({ verdict }) => verdict === "broken")
      .map((budget) => `${budgetText(budget)} is broken`),
  ];
  const undecided = [
    ...emptyReasons(subject, failOn),
    ...variants.flatMap(undecidedReasons),
    ...budgets.filter(({ verdict }) => verdict === "undecided").map(undecidedBudget),
    ...weak.map(
      ({ variant, weakness }) => `${variant}: ${weaknessSentence(weakness, subject.kind !== "plain")}`,
    ),
  ];
  const outcome = failed.length > 0 ? "failed" : undecided.length > 0 ? "undecided" : "passed";
  return { outcome, reasons: [...failed, ...undecided] };
}

/** What is weak of a variant, as the end of a sentence; of the side, too, where there are two. */
function weaknessSentence(weakness: Weakness, hasSides: boolean): string {
  switch (weakness.kind) {
    case "missing":
      return `not measured${hasSides ? ` in the ${weakness.side}` : ""}: ${inOneLine(weakness.reason)}`;
    case "too-few":
      return `too few environments for an interval of ${measureText(weakness.measure)}: ${weakness.n}`;
    case "failed":
      return `${weakness.failed} of ${weakness.of} samples failed${hasSides ? ` in the ${weakness.side}` : ""}`;
    default:
      return weakness satisfies never;
  }
}

function isApplicable(verdict: BudgetJudgement["verdict"]): boolean {
  return verdict !== "not-applicable";
}

function weaknessesOf(subject: Comparison | PlainRun): readonly VariantWeakness[] {
  return subject.kind === "plain"
    ? subject.weaknesses
    : subject.variants.flatMap(({ variant, weaknesses }) =>
        weaknesses.map((weakness) => ({ variant, weakness })),
      );
}

/** What is wrong with the baseline's samples is nothing to a budget that is no part of the baseline's figure. */
function touchesBudget({ variant, weakness }: VariantWeakness, budgets: readonly BudgetJudgement[]): boolean {
  return (
    weakness.kind !== "too-few" &&
    budgets.some(
      (budget) =>
        budget.variant === variant && (weakness.side === "candidate" || budget.limit.startsWith("+")),
    )
  );
}

/** A comparison of nothing is no reason to be sure. */
function emptyReasons(subject: Comparison | PlainRun, failOn: FailOn): string[] {
  return subject.kind !== "plain" && failOn !== "budget" && subject.variants.length === 0
    ? ["no variant was compared"]
    : [];
}

function undecidedReasons(variant: VariantComparison): string[] {
  const { verdict, weaknesses, differences } = variant;
  if (verdict === "identical") {
    return [];
  }
  const undecided = differencesOf(variant, "undecided");
  const isExplained = undecided.length > 0 || weaknesses.length > 0;
  const isSilent = verdict === "undecided" || !differences.some(({ watched }) => watched);
  return isSilent && !isExplained
    ? [`${variant.variant}: nothing watched was measured on both sides`]
    : undecided.map((difference) => sentence(variant, difference, "undecided"));
}

/** Watched ones; one without a verdict is undecided. */
function differencesOf({ differences }: VariantComparison, wanted: "slower" | "undecided"): Difference[] {
  return differences.filter(({ watched, verdict = "undecided" }) => watched && verdict === wanted);
}

function sentence({ variant }: VariantComparison, difference: Difference, verdict: string): string {
  return `${variant}: ${measureText(difference)} is ${verdict}`;
}

function undecidedBudget(budget: BudgetJudgement): string {
  const why = budget.reason === undefined ? "" : `: ${inOneLine(budget.reason)}`;
  return `${budgetText(budget)} is undecided${why}`;
}

function budgetText({ variant, budget, limit }: BudgetJudgement): string {
  return `${variant}: budget ${budget} ${limit}`;
}

/** A sentence has one line; builds print many. */
function inOneLine(text: string): string {
  return text.replace(/\s+/g, " ").trim().slice(0, 240);
}
