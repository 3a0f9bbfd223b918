import type { Measure } from "../samples/phases.ts";
import type { RunManifest, VariantFacts } from "../samples/run-manifest.ts";
import { adjustedDifferences } from "./adjusted-differences.ts";
import { comparedRun } from "./compared-run.ts";
import type { Comparison, VariantComparison } from "./comparison.ts";
import type { VariantContrasts } from "./contrast.ts";
import type { RunValues, VariantValues } from "./environment-values.ts";
import { judgeVariant, type VariantJudgement } from "./judge-variant.ts";
import { leftOutOf } from "./left-out.ts";
import { levelReached } from "./level-reached.ts";
import { looksAt } from "./looks.ts";
import { errorRate, ruleOf } from "./rule.ts";
import { runContrasts } from "./run-contrasts.ts";
import { type ErrorPlan, errorPlan, preparedFor } from "./sides-plan.ts";
import { hostStrata, type Strata } from "./strata.ts";
import type { MeasuredSide } from "./two-figures.ts";
import { variantComparison } from "./variant-comparison.ts";
import { appliesTo, watchedOf } from "./watched-measures.ts";
import { isMissing, weaknessesOf } from "./weaknesses.ts";

/** One of two runs that are compared. */
export interface RunToCompare {
  readonly manifest: RunManifest;
  readonly values: RunValues;
  /** What people know it by. */
  readonly name: string;
}

/** How two runs are compared. */
export interface CompareRunsOptions {
  /** In place of what the candidate's run was told to watch. */
  readonly watched?: readonly Measure[] | undefined;
  /** Why they should not be compared, where that was asked for all the same. */
  readonly despite?: readonly string[] | undefined;
}

/**
 * Holds two runs against each other, variants matched by id; of a run with two sides its candidate's. Drift between the runs is
 * not excluded. Judged by the candidate's rule. Where a run could stop early, a difference is judged at the level that its looks
 * had left, of both runs the stricter. `quantiles`, `budgets` and `axisEffects` are left empty.
 */
export function compareRuns(
  baseline: RunToCompare,
  candidate: RunToCompare,
  options: CompareRunsOptions = {},
): Comparison {
  const matched = matchedVariants(baseline, candidate);
  const manifests = [baseline.manifest, candidate.manifest];
  const leftOut = matched.flatMap(({ variant }) => leftOutOf(manifests, variant.id) ?? []);
  const pairs = matched.filter((pair) => leftOut.every(({ variant }) => variant !== pair.variant.id));
  const plan = runsPlan(pairs, candidate.manifest, options.watched);
  const strata = hostStrata(baseline.manifest, candidate.manifest);
  const judged = pairs.map((pair) => judgedPair(pair, plan, strata, candidate.manifest));
  const fixedSize = [baseline, candidate].every(({ manifest }) => looksAt(manifest) === undefined);
  const differences = adjustedDifferences(
    judged.map((pair) => pair.judged),
    plan.watchedCount,
    fixedSize,
  );
  return {
    kind: "runs",
    baseline: headingOf(baseline),
    candidate: headingOf(candidate),
    target: candidate.manifest.target,
    despite: options.despite ?? [],
    errorRate,
    watchedCount: plan.watchedCount,
    watched: plan.watched,
    variants: judged.map((pair, index) => comparisonOf(pair, plan, differences[index] ?? [])),
    leftOut,
    budgets: [],
    axisEffects: [],
  };
}

/** What one run has of a variant. */
interface OfRun {
  readonly manifest: RunManifest;
  readonly facts: VariantFacts | undefined;
  readonly values: VariantValues | undefined;
}

interface VariantPair {
  /** As the candidate has it, or the baseline alone. */
  readonly variant: VariantFacts;
  readonly baseline: OfRun;
  readonly candidate: OfRun;
}

interface JudgedPair extends VariantPair {
  readonly contrasts?: VariantContrasts | undefined;
  readonly judged?: VariantJudgement | undefined;
}

/** In the order of the candidate's run; those of the baseline alone come last. */
function matchedVariants(baseline: RunToCompare, candidate: RunToCompare): VariantPair[] {
  const known = new Set(candidate.manifest.variants.map(({ id }) => id));
  const alone = baseline.manifest.variants.filter(({ id }) => !known.has(id));
  return [...candidate.manifest.variants, ...alone].map((variant) => ({
    variant,
    baseline: ofRun(baseline, variant.id),
    candidate: ofRun(candidate, variant.id),
  }));
}

function ofRun({ manifest, values }: RunToCompare, id: string): OfRun {
  return {
    manifest,
    facts: manifest.variants.find((variant) => variant.id === id),
    values: values.find(({ variant, side }) => variant === id && side !== "baseline"),
  };
}

/** A measure is judged where the variant has it in both runs; a variant that one run lacks keeps its share of the error. */
function runsPlan(
  pairs: readonly VariantPair[],
  manifest: RunManifest,
  watched = watchedOf(manifest),
): ErrorPlan {
  const byId = new Map(pairs.map((pair) => [pair.variant.id, pair]));
  const measuresOf = ({ id }: VariantFacts) => {
    const pair = byId.get(id);
    const runs = pair === undefined ? [] : [pair.baseline, pair.candidate];
    return watched.filter((measure) =>
      runs.every(({ manifest: run, facts }) => facts === undefined || appliesTo(measure, facts, run.target)),
    );
  };
  return errorPlan(
    watched,
    measuresOf,
    pairs.map(({ variant }) => variant),
  );
}

function judgedPair(pair: VariantPair, plan: ErrorPlan, strata: Strata, { rules }: RunManifest): JudgedPair {
  const { variant, baseline, candidate } = pair;
  if (isMissing(baseline.values) || isMissing(candidate.values)) {
    return pair;
  }
  const contrasts = runContrasts(baseline.values, candidate.values, strata);
  const level = Math.min(...[baseline, candidate].map((run) => levelOf(run, plan.alpha)));
  const judged = judgeVariant({
    rule: ruleOf(rules?.find(({ scenario }) => scenario === variant.scenario)),
    watched: plan.measuresOf(variant),
    looks: [{ blocks: Number.POSITIVE_INFINITY, level }],
    alpha: plan.alpha,
    contrastOf: contrasts.measure,
  });
  return { ...pair, contrasts, judged };
}

function levelOf({ manifest, facts, values }: OfRun, alpha: number): number {
  return facts === undefined || values === undefined ? alpha : levelReached(manifest, facts, values, alpha);
}

function comparisonOf(
  pair: JudgedPair,
  plan: ErrorPlan,
  differences: VariantComparison["differences"],
): VariantComparison {
  const measures = plan.measuresOf(pair.variant);
  const watched = measures.length > 0 ? measures : plan.watched;
  const evidence = (["baseline", "candidate"] as const).map((side) => ({
    side,
    values: pair[side].values,
    reason: whyMissing(pair[side], pair.variant),
  }));
  return variantComparison({
    ...pair,
    baseline: sideOf(pair.baseline),
    candidate: sideOf(pair.candidate),
    watched,
    prices: pair.candidate.manifest.prices,
    weaknesses: weaknessesOf(evidence, watched, pair.judged),
    differences,
  });
}

function whyMissing({ manifest, facts }: OfRun, { id }: VariantFacts): string | undefined {
  return facts === undefined
    ? "the run has no such variant"
    : manifest.notMeasured.find(({ variant }) => variant === id)?.reason;
}

function sideOf({ facts, values }: OfRun): MeasuredSide {
  const prepared =
    facts && (facts.prepared.find(({ side }) => side === undefined) ?? preparedFor(facts, "candidate"));
  return { facts, prepared, values };
}

function headingOf({ manifest, values, name }: RunToCompare): Comparison["baseline"] {
  const hasSides = values.some(({ side }) => side !== undefined);
  return comparedRun(manifest, hasSides ? `${name}, candidate side` : name);
}
