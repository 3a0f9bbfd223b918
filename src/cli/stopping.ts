import { variantFacts } from "../plan/facts.ts";
import type { Plan } from "../plan/plan.ts";
import type { StoppingRule } from "../run/stopping-rule.ts";
import { readEnvironments } from "../samples/read-environments.ts";
import type { RunManifest, StoppingFacts } from "../samples/run-manifest.ts";
import { budgetsDecided } from "../statistics/budgets-decided.ts";
import { plannedLooks } from "../statistics/looks.ts";
import { createDecisions, createPrecision } from "../statistics/sequential.ts";

/** What may end variants before the plan does; undefined where nothing may. Decided before anything is measured. */
export function stoppingFacts(plan: Plan, until: "decided" | undefined): StoppingFacts | undefined {
  if (until !== undefined) {
    return { until, looks: plannedLooks(plan.variants.map(variantFacts)) };
  }
  const asking = precise(plan);
  const variants = plan.variants.filter(({ scenario }) => asking.includes(scenario));
  return hasSides(plan) || variants.length === 0
    ? undefined
    : { until: "precise", looks: plannedLooks(variants.map(variantFacts)) };
}

/** What is said of a scenario's precision that ends nothing, because the run has two sides. */
export function unusedPrecision(plan: Plan): readonly string[] {
  return hasSides(plan)
    ? precise(plan).map((scenario) => `${scenario}: samples.precision ends nothing in a run with a baseline`)
    : [];
}

/**
 * The rule of a run that may stop early, which has heard of what is on record. `manifest` says what was prepared.
 * @throws InputError when the samples cannot be read.
 */
export async function openStopping(
  manifest: RunManifest,
  samplesPath: string,
): Promise<StoppingRule | undefined> {
  const rule = ruleOf(manifest);
  if (rule !== undefined) {
    for await (const { samples } of readEnvironments(samplesPath)) {
      rule.add(samples);
    }
  }
  return rule;
}

function ruleOf(manifest: RunManifest): StoppingRule | undefined {
  const until = manifest.stopping?.until;
  switch (until) {
    case undefined:
      return undefined;
    case "decided":
      return createDecisions(manifest, { budgetsDecided: budgetsDecided(manifest) });
    case "precise":
      return createPrecision(manifest);
    default:
      return until satisfies never;
  }
}

function precise({ scenarios }: Plan): readonly string[] {
  return scenarios.filter(({ rules }) => rules.precision !== undefined).map(({ name }) => name);
}

function hasSides({ sides }: Plan): boolean {
  return sides.some((side) => side !== undefined);
}
