import type { RunManifest, VariantFacts } from "../samples/run-manifest.ts";
import { valuesOf } from "./compare-sides.ts";
import type { VariantComparison } from "./comparison.ts";
import { differenceOf } from "./difference-of.ts";
import type { RunValues, VariantValues } from "./environment-values.ts";
import { judgeBudgets } from "./judge-budgets.ts";
import { isEmpty } from "./judge-variant.ts";
import { firstBlocks } from "./keep-environments.ts";
import { looksTaken, plannedLooks } from "./looks.ts";
import { sideContrasts } from "./side-contrasts.ts";
import { preparedFor, sidesPlan } from "./sides-plan.ts";
import { figuresOf } from "./two-figures.ts";

/**
 * Whether, in a run of two sides, no budget of a variant is undecided by the samples of its first `blocks` blocks: what
 * `createDecisions` and `compareSides` ask. Relative budgets of a watched median are judged by the boundary of that look, those of a
 * package's size and of cost as ever; all others have no interval that a look could be held against, and let a variant be
 * measured to its end.
 */
export function budgetsDecided(
  manifest: RunManifest,
): (values: RunValues, variant: string, blocks: number) => boolean {
  const stopping = manifest.stopping ?? { until: "decided", looks: plannedLooks(manifest.variants) };
  const running: RunManifest = { ...manifest, stopping };
  const plan = sidesPlan(running);
  return (values, id, blocks) => {
    const facts = manifest.variants.find((variant) => variant.id === id);
    const rules = manifest.rules?.find(({ scenario }) => scenario === facts?.scenario);
    if (facts === undefined || rules?.budgets === undefined) {
      return true;
    }
    const baseline = upTo(valuesOf(values, facts, "baseline"), blocks);
    const candidate = upTo(valuesOf(values, facts, "candidate"), blocks);
    const seen = { looks: stopping.looks, cuts: manifest.cuts };
    const level = looksTaken(facts, seen, blocks, plan.alpha).at(-1)?.level ?? 0;
    const comparison: VariantComparison = {
      variant: id,
      scenario: facts.scenario,
      verdict: "undecided",
      weaknesses: [],
      differences: plan.measuresOf(facts).flatMap((measure) => {
        const contrast = baseline && candidate && sideContrasts(baseline, candidate).measure(measure, blocks);
        return contrast === undefined || isEmpty(contrast)
          ? []
          : [{ ...differenceOf(measure, contrast, level), watched: true }];
      }),
      quantiles: [],
      resources: [],
      ...figuresOf(
        sideOf(facts, "baseline", baseline),
        sideOf(facts, "candidate", candidate),
        running.prices,
      ),
    };
    const sides = [baseline, candidate].filter((side) => side !== undefined);
    const found = judgeBudgets({
      manifest: { ...running, variants: [facts] },
      values: sides,
      baseline: { manifest: running, values: sides, side: "baseline", comparisons: [comparison] },
    });
    return found.every(({ verdict }) => verdict !== "undecided");
  };
}

function upTo(values: VariantValues | undefined, blocks: number): VariantValues | undefined {
  return values && firstBlocks(values, blocks);
}

function sideOf(facts: VariantFacts, side: "baseline" | "candidate", values: VariantValues | undefined) {
  return { facts, prepared: preparedFor(facts, side), values };
}
