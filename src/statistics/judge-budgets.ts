import type { Budget } from "../budgets/budget.ts";
import { parseBudget } from "../budgets/parse-budget.ts";
import { pricesOfRegion } from "../pricing/prices-of-region.ts";
import type { RunManifest, VariantFacts } from "../samples/run-manifest.ts";
import type { Side } from "../samples/sample.ts";
import { judgeAbsolute } from "./absolute-budget.ts";
import { type BudgetedVariant, type Judgement, undecided } from "./budgeted-variant.ts";
import type { BudgetJudgement, VariantComparison } from "./comparison.ts";
import type { RunValues, VariantValues } from "./environment-values.ts";
import { judgeRelative } from "./relative-budget.ts";

/** What budgets are held against. */
export interface BudgetInput {
  /** Of the run whose rules hold: of its candidate side, where it has two. */
  readonly manifest: RunManifest;
  readonly values: RunValues;
  /** Absent where there is nothing to compare with. */
  readonly baseline?: BudgetBaseline | undefined;
}

/** What relative budgets are held against. In a run of two sides manifest and values are those of the run itself. */
export interface BudgetBaseline {
  readonly manifest: RunManifest;
  readonly values: RunValues;
  /** `baseline` in a run of two sides; of another run the side that stands for it, if it has two. */
  readonly side?: Side | undefined;
  readonly comparisons: readonly VariantComparison[];
}

/**
 * Every budget of every scenario, held against each of its variants: in the order of the manifest's variants and of the scenario's
 * budgets. docs/method.md says how. Never throws: a budget of run.json that this version does not know is undecided.
 */
export function judgeBudgets(input: BudgetInput): readonly BudgetJudgement[] {
  const { manifest } = input;
  return manifest.variants.flatMap((facts) => {
    const rules = manifest.rules?.find(({ scenario }) => scenario === facts.scenario);
    const budgets = Object.entries(rules?.budgets ?? {});
    const variant = budgets.length === 0 ? undefined : budgetedVariant(input, facts);
    return variant === undefined
      ? []
      : budgets.map(([budget, limit]) => ({
          scenario: facts.scenario,
          variant: facts.id,
          budget,
          limit,
          ...judge(budget, limit, variant),
        }));
  });
}

function budgetedVariant(input: BudgetInput, facts: VariantFacts): BudgetedVariant {
  const { manifest, baseline } = input;
  const side = manifest.baseline === undefined ? undefined : "candidate";
  const region = facts.prepared.find((prepared) => prepared.side === side)?.region ?? "us-east-1";
  return {
    manifest,
    facts,
    side,
    values: valuesOf(input.values, facts.id, side),
    prices: pricesOfRegion(region, manifest.prices).prices,
    baseline: baseline && {
      facts: baseline.manifest.variants.find(({ id }) => id === facts.id),
      values: valuesOf(baseline.values, facts.id, baseline.side),
      comparison: baseline.comparisons.find(({ variant }) => variant === facts.id),
    },
  };
}

function valuesOf(values: RunValues, variant: string, side: Side | undefined): VariantValues | undefined {
  return values.find((one) => one.variant === variant && one.side === side);
}

function judge(name: string, limit: string, variant: BudgetedVariant): Judgement {
  const parsed = parseBudget(name, limit);
  if (parsed.kind === "problem") {
    return undecided("this version does not know such a budget");
  }
  const { budget } = parsed;
  const isKnown = budget.figure === "packageSize" && budget.bound.kind === "absolute";
  if (variant.baseline?.comparison?.verdict === "identical" && !isKnown) {
    return judgeUnmeasured(budget);
  }
  return withFailures(
    budget,
    variant,
    budget.bound.kind === "absolute"
      ? judgeAbsolute(budget, budget.bound.value, variant)
      : judgeRelative(budget, budget.bound.share, variant),
  );
}

/** Both sides are the same to the byte: nothing rose, and what it costs was not asked. */
function judgeUnmeasured({ bound }: Budget): Judgement {
  return bound.kind === "relative"
    ? {
        verdict: "held",
        measured: { value: 0, low: 0, high: 0 },
        reason: "both sides are the same to the byte",
      }
    : { verdict: "not-applicable", reason: "not measured: both sides are the same to the byte" };
}

/** What failed is in no figure, and might have been above the limit. A package's size hangs on no sample. */
function withFailures(
  budget: Budget,
  { values, baseline }: BudgetedVariant,
  judgement: Judgement,
): Judgement {
  const sides = [values, budget.bound.kind === "relative" ? baseline?.values : undefined];
  const failed = sides.find((side) => side !== undefined && side.failedCount > 0);
  if (judgement.verdict !== "held" || budget.figure === "packageSize" || failed === undefined) {
    return judgement;
  }
  return {
    ...judgement,
    verdict: "undecided",
    reason: `${failed.failedCount} of ${failed.sampleCount} samples failed, and their times are in no figure`,
  };
}
