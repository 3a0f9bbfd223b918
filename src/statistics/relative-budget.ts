import type { Budget, Figure } from "../budgets/budget.ts";
import { measureText } from "../samples/phases.ts";
import type { Temperature } from "../samples/sample.ts";
import { seededRandom } from "../shared/seeded-random.ts";
import { billedOf } from "./absolute-budget.ts";
import { percentileInterval, resampledMeans } from "./bootstrap-mean.ts";
import { budgetLevel } from "./budget-level.ts";
import {
  type BudgetedVariant,
  type Judgement,
  judgeExact,
  judgeInterval,
  undecided,
} from "./budgeted-variant.ts";
import type { Estimate, TwoFigures, VariantComparison } from "./comparison.ts";
import { millionUsd } from "./million-usd.ts";
import { momentsOf } from "./moments.ts";
import { moreByWidth } from "./more-for-budget.ts";

/** Of the intervals that are not those of a look. */
const shownLevel = 0.05;

/** A budget by which part of the baseline its figure may be above it; what is measured is that part. */
export function judgeRelative(budget: Budget, limit: number, variant: BudgetedVariant): Judgement {
  const comparison = variant.baseline?.comparison;
  if (variant.baseline === undefined) {
    return { verdict: "not-applicable", reason: "there is no baseline to compare with" };
  }
  const missing = comparison?.weaknesses.find((weakness) => weakness.kind === "missing");
  if (comparison === undefined || missing !== undefined) {
    return undecided(
      missing === undefined
        ? "it is not in the baseline"
        : `missing in the ${missing.side}: ${missing.reason}`,
    );
  }
  switch (budget.figure) {
    case "percentile":
      return judgePercentile(budget, limit, comparison);
    case "maxMemory":
      return judgeMemory(limit, comparison, variant);
    case "packageSize":
      return judgePackage(limit, comparison);
    case "costPerMillion":
      return judgeCost(budget.temperature, budget.name, limit, variant);
    default: {
      const unknown: never = budget;
      return unknown;
    }
  }
}

function judgePercentile(
  { measure, permille }: Extract<Figure, { readonly figure: "percentile" }>,
  limit: number,
  { differences, quantiles }: VariantComparison,
): Judgement {
  const isOfIt = (one: typeof measure): boolean => measureText(one) === measureText(measure);
  const difference = differences.find(isOfIt);
  const found =
    permille === 500 ? difference : quantiles.find((one) => one.permille === permille && isOfIt(one));
  if (found === undefined || difference === undefined) {
    return undecided(`the samples do not support a comparison of its p${permille / 10}`);
  }
  const rise = "ratio" in found ? minusOne(found.ratio) : partOf(found.shift, found.baselineMs);
  const alpha = "confidence" in found ? 1 - found.confidence : shownLevel;
  return judgeInterval(rise, limit, alpha, moreByWidth(difference.n.candidate, rise, limit));
}

/** Medians of the environments' peaks: the largest of many hangs on how many there were. */
function judgeMemory(
  limit: number,
  { resources }: VariantComparison,
  { values }: BudgetedVariant,
): Judgement {
  const found = resources.find(({ resource }) => resource === "maxMemoryMb");
  if (found === undefined) {
    return undecided("the samples do not support a comparison of memory");
  }
  const rise = partOf(found.shift, found.baseline);
  return judgeInterval(rise, limit, shownLevel, moreByWidth(values?.blocks.length ?? 0, rise, limit));
}

function judgePackage(limit: number, { packageBytes }: VariantComparison): Judgement {
  return packageBytes === undefined
    ? undecided("the size of a side's package is not known")
    : judgeExact(riseOf(packageBytes), limit);
}

function riseOf({ baseline, candidate }: TwoFigures): number {
  return candidate === baseline ? 0 : (candidate - baseline) / baseline;
}

/** Both sides are resampled, each for itself: where their blocks are shared, the interval is wider than it need be. */
function judgeCost(
  temperature: Temperature,
  name: string,
  limit: number,
  { manifest, facts, values, prices, baseline }: BudgetedVariant,
): Judgement {
  const sides = [
    { facts, values },
    { facts: baseline?.facts ?? facts, values: baseline?.values },
  ] as const;
  const [candidate, base] = sides.map((side) => {
    const billed = side.values === undefined ? new Float64Array() : billedOf(side.values, temperature);
    const cost = (billedMs: number): number => millionUsd(side.facts, temperature, billedMs, prices);
    const random = seededRandom(
      manifest.seed,
      "budget",
      facts.id,
      name,
      side === sides[0] ? "candidate" : "baseline",
    );
    return {
      n: billed.length,
      cost: cost(momentsOf(billed).mean),
      costs: resampledMeans(billed, random)?.map(cost),
    };
  });
  if (candidate?.costs === undefined || base?.costs === undefined) {
    return undecided(`too few ${temperature} samples with a billed duration on a side`);
  }
  const ratios = candidate.costs.map((cost, index) => cost / (base.costs?.[index] ?? Number.NaN) - 1);
  const alpha = budgetLevel(manifest);
  const rise = { value: candidate.cost / base.cost - 1, ...percentileInterval(ratios, alpha) };
  return judgeInterval(rise, limit, alpha, moreByWidth(candidate.n, rise, limit));
}

function minusOne({ value, low, high }: Estimate): Estimate {
  return { value: value - 1, low: low - 1, high: high - 1 };
}

function partOf({ value, low, high }: Estimate, baseline: number): Estimate {
  return { value: value / baseline, low: low / baseline, high: high / baseline };
}
