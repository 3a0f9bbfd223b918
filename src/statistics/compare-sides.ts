import type { Measure } from "../samples/phases.ts";
import type { RunManifest, VariantFacts } from "../samples/run-manifest.ts";
import type { Side } from "../samples/sample.ts";
import { adjustedDifferences } from "./adjusted-differences.ts";
import { baselineSide, candidateSide } from "./compared-run.ts";
import type { Comparison, VariantComparison } from "./comparison.ts";
import type { VariantContrasts } from "./contrast.ts";
import type { RunValues } from "./environment-values.ts";
import { judgeSides, reachedIn, type SidesSoFar } from "./judge-sides.ts";
import type { VariantJudgement } from "./judge-variant.ts";
import { errorRate } from "./rule.ts";
import { hasIdenticalSides, sidesPlan } from "./sides-plan.ts";
import { measuredSide, twoSidesOf, valuesOf } from "./two-sides.ts";
import { identicalComparison, variantComparison } from "./variant-comparison.ts";
import { weaknessesOf } from "./weaknesses.ts";

/** How the sides of a run are compared. */
export interface CompareSidesOptions {
  /** In place of what the run was told to watch. */
  readonly watched?: readonly Measure[] | undefined;
}

/**
 * Holds the two sides of one run against each other, on differences within blocks. A run that could stop early is judged by the
 * boundaries of its looks, each with the samples that it had. `quantiles`, `budgets` and `axisEffects` are left empty.
 */
export function compareSides(
  manifest: RunManifest,
  values: RunValues,
  options: CompareSidesOptions = {},
): Comparison {
  const plan = sidesPlan(manifest, options.watched);
  const soFar = { manifest, plan, values, reached: reachedIn(manifest, values) };
  const variants = manifest.variants.map((variant) => judgedSides(soFar, variant));
  const differences = adjustedDifferences(
    variants.map(({ judged }) => judged),
    plan.watchedCount,
    manifest.stopping === undefined,
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
    budgets: [],
    axisEffects: [],
  };
}

/** A variant with what there is of its sides. */
interface Sides {
  readonly variant: VariantFacts;
  readonly contrasts?: VariantContrasts | undefined;
  readonly judged?: VariantJudgement | undefined;
}

function judgedSides(soFar: SidesSoFar, variant: VariantFacts): Sides {
  const sides = twoSidesOf(soFar.values, variant);
  return sides === undefined
    ? { variant }
    : { variant, contrasts: sides.contrasts, judged: judgeSides(soFar, sides) };
}

function comparisonOf(
  { manifest, plan, values }: SidesSoFar,
  sides: Sides,
  differences: VariantComparison["differences"],
): VariantComparison {
  const { variant, judged } = sides;
  const baseline = measuredSide(variant, "baseline", valuesOf(values, variant, "baseline"));
  const candidate = measuredSide(variant, "candidate", valuesOf(values, variant, "candidate"));
  if (baseline.values === undefined && candidate.values === undefined && hasIdenticalSides(variant)) {
    return identicalComparison({ variant, baseline, candidate });
  }
  const measures = plan.measuresOf(variant);
  const watched = measures.length > 0 ? measures : plan.watched;
  const evidence = [
    { side: "baseline", values: baseline.values, reason: whyNotMeasured(manifest, variant, "baseline") },
    { side: "candidate", values: candidate.values, reason: whyNotMeasured(manifest, variant, "candidate") },
  ] as const;
  const weaknesses = weaknessesOf(evidence, watched, judged);
  return variantComparison({ ...sides, baseline, candidate, watched, weaknesses, differences });
}

function whyNotMeasured({ notMeasured }: RunManifest, { id }: VariantFacts, side: Side): string | undefined {
  return notMeasured.find((one) => one.variant === id && (one.side ?? side) === side)?.reason;
}

function looksOf({ stopping }: RunManifest, variants: readonly Sides[]): Pick<Comparison, "looks"> {
  const taken = variants.reduce((most, { judged }) => Math.max(most, judged?.looksTaken ?? 0), 0);
  return stopping === undefined ? {} : { looks: { planned: stopping.looks.length, taken } };
}
