import type { Budget, Figure } from "../budgets/budget.ts";
import { measureText } from "../samples/phases.ts";
import type { VariantFacts } from "../samples/run-manifest.ts";
import type { Side, Temperature } from "../samples/sample.ts";
import { seededRandom } from "../shared/seeded-random.ts";
import { percentileInterval, resampledMeans } from "./bootstrap-mean.ts";
import { budgetLevel } from "./budget-level.ts";
import {
  type BudgetedVariant,
  type Judgement,
  judgeExact,
  judgeInterval,
  undecided,
  whyNoSamples,
} from "./budgeted-variant.ts";
import type { MeasureValues, VariantValues } from "./environment-values.ts";
import { millionUsd } from "./million-usd.ts";
import { momentsOf } from "./moments.ts";
import { moreByWidth, timesByRanks, worthSaying } from "./more-for-budget.ts";
import { estimateQuantile } from "./quantile-estimate.ts";

/** A budget in the unit of its figure: ms, MB, bytes, USD. */
export function judgeAbsolute(budget: Budget, limit: number, variant: BudgetedVariant): Judgement {
  switch (budget.figure) {
    case "percentile":
      return judgePercentile(budget, budget.name, limit, variant);
    case "maxMemory":
      return judgeMemory(limit, variant);
    case "packageSize":
      return judgePackage(limit, variant);
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
  name: string,
  limit: number,
  variant: BudgetedVariant,
): Judgement {
  const found = variant.values?.measures.get(measureText(measure));
  if (found === undefined || found.values.length === 0) {
    return undecided(
      variant.values?.measures.size ? `no sample of it has ${measureText(measure)}` : whyNoSamples(variant),
    );
  }
  const alpha = budgetLevel(variant.manifest);
  const random = seededRandom(variant.manifest.seed, "budget", variant.facts.id, name);
  const estimate = estimateQuantile(found, measure.temperature, permille, alpha, random);
  const environments = found.starts.length;
  const byRanks = worthSaying(
    environments * (timesByRanks(found.values.length, shareWithin(found, limit), permille, alpha) ?? 0) -
      environments,
  );
  const byWidth = measure.temperature === "warm" ? moreByWidth(environments, estimate, limit) : undefined;
  const more = Math.max(
    byRanks ?? 0,
    byWidth ?? 0,
    measure.temperature === "warm" ? leastEnvironments - environments : 0,
  );
  return judgeInterval(estimate, limit, alpha, more > 0 ? more : undefined);
}

/** Fewer environments are not resampled. */
const leastEnvironments = 10;

function shareWithin({ values }: MeasureValues, limit: number): number {
  return values.reduce((count, value) => count + (value <= limit ? 1 : 0), 0) / values.length;
}

/** The largest peak of any environment: what was seen above the limit breaks it, and nothing says what was not seen. */
function judgeMemory(limit: number, variant: BudgetedVariant): Judgement {
  const { values, manifest } = variant;
  if (values === undefined || values.measures.size === 0) {
    return undecided(whyNoSamples(variant));
  }
  const peaks = values.maxMemoryMb.filter((peak) => !Number.isNaN(peak));
  return peaks.length === 0
    ? undecided(`memory cannot be seen on this ${manifest.target} target`)
    : judgeExact(
        peaks.reduce((largest, peak) => Math.max(largest, peak)),
        limit,
      );
}

function judgePackage(limit: number, variant: BudgetedVariant): Judgement {
  const bytes = packageBytes(variant.facts, variant.side);
  return bytes === undefined ? undecided(whyNoSamples(variant)) : judgeExact(bytes, limit);
}

/** Of the package of one side; undefined where it could not be prepared. */
function packageBytes({ prepared }: VariantFacts, side: Side | undefined): number | undefined {
  return prepared.find((one) => one.side === side)?.packageBytes;
}

function judgeCost(
  temperature: Temperature,
  name: string,
  limit: number,
  variant: BudgetedVariant,
): Judgement {
  const { values, facts, manifest, prices } = variant;
  const billed = values && billedOf(values, temperature);
  if (billed === undefined || billed.length === 0) {
    return undecided(
      values?.measures.size ? `no ${temperature} sample of it has a billed duration` : whyNoSamples(variant),
    );
  }
  const alpha = budgetLevel(manifest);
  const random = seededRandom(manifest.seed, "budget", facts.id, name);
  const cost = (billedMs: number): number => millionUsd(facts, temperature, billedMs, prices);
  const means = resampledMeans(billed, random);
  const estimate = {
    value: cost(momentsOf(billed).mean),
    low: Number.NEGATIVE_INFINITY,
    high: Number.POSITIVE_INFINITY,
    ...(means && percentileInterval(means.map(cost), alpha)),
  };
  const more =
    means === undefined ? leastEnvironments - billed.length : moreByWidth(billed.length, estimate, limit);
  return judgeInterval(estimate, limit, alpha, more);
}

/** Mean billed milliseconds of each environment that has any. */
export function billedOf(
  { warmBilledMs, coldBilledMs }: VariantValues,
  temperature: Temperature,
): Float64Array {
  return (temperature === "warm" ? warmBilledMs : coldBilledMs).filter((billed) => !Number.isNaN(billed));
}
