import { type Measure, measureText, phases } from "../samples/phases.ts";
import type { RunManifest, VariantFacts } from "../samples/run-manifest.ts";
import type { Temperature } from "../samples/sample.ts";
import type { Difference, ResourceDifference, VariantComparison, Verdict, Weakness } from "./comparison.ts";
import type { VariantContrasts } from "./contrast.ts";
import { differenceOf } from "./difference-of.ts";
import { isEmpty, type VariantJudgement } from "./judge-variant.ts";
import { figuresOf, type MeasuredSide } from "./two-figures.ts";

/** All that is known of a variant when it is put together. */
export interface VariantParts {
  readonly variant: VariantFacts;
  readonly watched: readonly Measure[];
  readonly baseline: MeasuredSide;
  readonly candidate: MeasuredSide;
  /** Prices of the user's own. */
  readonly prices: RunManifest["prices"];
  readonly weaknesses: readonly Weakness[];
  /** Undefined where a side is missing. */
  readonly judged?: VariantJudgement | undefined;
  readonly contrasts?: VariantContrasts | undefined;
  /** Those judged, with the p that reports show. */
  readonly differences: readonly Difference[];
}

/** Of differences that are shown and never gate. */
const shownLevel = 0.05;

const temperatures: readonly Temperature[] = ["cold", "warm"];
const measures = phases.flatMap((phase) => temperatures.map((temperature) => ({ phase, temperature })));
const resources = ["maxMemoryMb", "cpuInitMs", "cpuInvokeMs"] as const;

/** A variant on both sides, without what needs resampling. */
export function variantComparison(parts: VariantParts): VariantComparison {
  const { variant, watched, baseline, candidate, weaknesses, judged, contrasts, differences } = parts;
  const blocks = judged?.look.blocks ?? Number.POSITIVE_INFINITY;
  return {
    variant: variant.id,
    scenario: variant.scenario,
    verdict: verdictOver(differences, watched.length),
    weaknesses,
    differences: contrasts === undefined ? [] : [...differences, ...shown(contrasts, watched, blocks)],
    quantiles: [],
    resources: contrasts === undefined ? [] : resourceDifferences(contrasts, blocks),
    ...figuresOf(baseline, candidate, parts.prices),
  };
}

/** What both sides were prepared to alike, and so was not measured. */
export function identicalComparison({
  variant,
  baseline,
  candidate,
  prices,
}: Pick<VariantParts, "variant" | "baseline" | "candidate" | "prices">): VariantComparison {
  return {
    variant: variant.id,
    scenario: variant.scenario,
    verdict: "identical",
    weaknesses: [],
    differences: [],
    quantiles: [],
    resources: [],
    ...figuresOf(baseline, candidate, prices),
  };
}

/** Where a watched difference could not be judged at all, what is left decides nothing for the better. */
function verdictOver(differences: readonly Difference[], watchedCount: number): Verdict {
  const verdicts = differences.map(({ verdict }) => verdict);
  const all: readonly (Verdict | undefined)[] =
    verdicts.length === 0 || verdicts.length < watchedCount ? [...verdicts, "undecided"] : verdicts;
  const order: readonly Verdict[] = ["slower", "undecided", "faster"];
  return order.find((verdict) => all.includes(verdict)) ?? "same";
}

function shown(contrasts: VariantContrasts, watched: readonly Measure[], blocks: number): Difference[] {
  const names = new Set(watched.map(measureText));
  return measures
    .filter((measure) => !names.has(measureText(measure)))
    .flatMap((measure) => {
      const contrast = contrasts.measure(measure, blocks);
      return isEmpty(contrast) ? [] : [{ ...differenceOf(measure, contrast, shownLevel), watched: false }];
    });
}

function resourceDifferences(contrasts: VariantContrasts, blocks: number): ResourceDifference[] {
  return resources.flatMap((resource) => {
    const contrast = contrasts.resource(resource, blocks);
    if (isEmpty(contrast)) {
      return [];
    }
    const { baseline, candidate } = contrast;
    return [{ resource, baseline, candidate, shift: contrast.estimate(shownLevel) }];
  });
}
