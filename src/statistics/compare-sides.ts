import type { Measure } from "../samples/phases.ts";
import type { RunManifest, VariantFacts } from "../samples/run-manifest.ts";
import type { Side } from "../samples/sample.ts";
import { adjustedDifferences } from "./adjusted-differences.ts";
import { baselineSide, candidateSide } from "./compared-run.ts";
import type { Comparison, VariantComparison } from "./comparison.ts";
import type { VariantContrasts } from "./contrast.ts";
import type { RunValues, VariantValues } from "./environment-values.ts";
import { type BudgetsDecided, judgeSides, reachedIn, type SidesSoFar } from "./judge-sides.ts";
import type { VariantJudgement } from "./judge-variant.ts";
import { leftOutOf } from "./left-out.ts";
import { looksAt } from "./looks.ts";
import { errorRate } from "./rule.ts";
import { sideContrasts } from "./side-contrasts.ts";
import { isLeftOut, preparedFor, sidesPlan } from "./sides-plan.ts";
import type { MeasuredSide } from "./two-figures.ts";
import { identicalComparison, variantComparison } from "./variant-comparison.ts";
import { isMissing, weaknessesOf } from "./weaknesses.ts";

/** How the sides of a run are compared. */
export interface CompareSidesOptions {
  /** In place of what the run was told to watch. */
  readonly watched?: readonly Measure[] | undefined;
  /** Asked only of runs that could stop once all was decided. */
  readonly budgetsDecided?: BudgetsDecided | undefined;
}

/**
 * Holds the two sides of one run against each other, block by block. A run that could stop early is judged by the
 * boundaries of its looks, each with the samples that it had. `quantiles`, `budgets` and `axisEffects` are left empty.
 */
export function compareSides(
  manifest: RunManifest,
  values: RunValues,
  options: CompareSidesOptions = {},
): Comparison {
  const plan = sidesPlan(manifest, options.watched);
  const { budgetsDecided } = options;
  const soFar = { manifest, plan, values, reached: reachedIn(manifest, values), budgetsDecided };
  const leftOut = manifest.variants.flatMap(({ id }) => leftOutOf([manifest], id) ?? []);
  const compared = manifest.variants.filter(({ id }) => leftOut.every(({ variant }) => variant !== id));
  const variants = compared.map((variant) => judgedSides(soFar, variant));
  const differences = adjustedDifferences(
    variants.map(({ judged }) => judged),
    plan.watchedCount,
    looksAt(manifest) === undefined,
  );
  return {
    kind: "sides",
    baseline: baselineSide(manifest),
    candidate: candidateSide(manifest),
    target: manifest.target,
    despite: [],
    errorRate,
    watchedCount: plan.watchedCount,
    watched: plan.watched,
    ...looksOf(manifest, variants),
    variants: variants.map((sides, index) => comparisonOf(soFar, sides, differences[index] ?? [])),
    leftOut,
    budgets: [],
    axisEffects: [],
  };
}

/** A variant with what there is of its sides. */
interface Sides {
  readonly variant: VariantFacts;
  readonly baseline: VariantValues | undefined;
  readonly candidate: VariantValues | undefined;
  readonly contrasts?: VariantContrasts | undefined;
  readonly judged?: VariantJudgement | undefined;
}

function judgedSides(soFar: SidesSoFar, variant: VariantFacts): Sides {
  const baseline = valuesOf(soFar.values, variant, "baseline");
  const candidate = valuesOf(soFar.values, variant, "candidate");
  if (isMissing(baseline) || isMissing(candidate)) {
    return { variant, baseline, candidate };
  }
  const contrasts = sideContrasts(baseline, candidate);
  const judged = judgeSides(soFar, variant, contrasts);
  return { variant, baseline, candidate, contrasts, judged };
}

/** The values of one side of a variant; undefined where it has no sample. */
export function valuesOf(values: RunValues, { id }: VariantFacts, side: Side): VariantValues | undefined {
  return values.find((one) => one.variant === id && one.side === side);
}

function comparisonOf(
  { manifest, plan }: SidesSoFar,
  sides: Sides,
  differences: VariantComparison["differences"],
): VariantComparison {
  const { variant, judged } = sides;
  const measured = {
    variant,
    baseline: sideOf(sides, "baseline"),
    candidate: sideOf(sides, "candidate"),
    prices: manifest.prices,
  };
  if (sides.baseline === undefined && sides.candidate === undefined && isLeftOut(manifest, variant)) {
    return identicalComparison(measured);
  }
  const measures = plan.measuresOf(variant);
  const watched = measures.length > 0 ? measures : plan.watched;
  const evidence = (["baseline", "candidate"] as const).map((side) => ({
    side,
    values: sides[side],
    reason: whyNotMeasured(manifest, variant, side),
  }));
  const weaknesses = weaknessesOf(evidence, watched, judged);
  return variantComparison({ ...sides, ...measured, watched, weaknesses, differences });
}

function sideOf(sides: Sides, side: Side): MeasuredSide {
  return { facts: sides.variant, prepared: preparedFor(sides.variant, side), values: sides[side] };
}

function whyNotMeasured({ notMeasured }: RunManifest, { id }: VariantFacts, side: Side): string | undefined {
  return notMeasured.find((one) => one.variant === id && (one.side ?? side) === side)?.reason;
}

function looksOf({ stopping }: RunManifest, variants: readonly Sides[]): Pick<Comparison, "looks"> {
  const taken = variants.reduce((most, { judged }) => Math.max(most, judged?.looksTaken ?? 0), 0);
  return stopping === undefined ? {} : { looks: { planned: stopping.looks.length, taken } };
}
