import type { RunManifest, VariantFacts } from "../samples/run-manifest.ts";
import type { Comparison, FailOn, Gate } from "../statistics/comparison.ts";
import { variantNames } from "./variant-names.ts";

/** A comparison with what names are shortened by. */
export interface NamedComparison {
  readonly comparison: Comparison;
  /** Of the candidate's variants, then of those that the baseline alone has. */
  readonly facts: readonly VariantFacts[];
}

/** A comparison as it gates. */
export interface Compared extends NamedComparison {
  readonly failOn: FailOn;
  readonly gate: Gate;
}

/** The facts of all variants of a comparison, each once; those of the candidate win. */
export function comparedFacts(candidate: RunManifest, baseline: RunManifest = candidate): VariantFacts[] {
  const known = new Set(candidate.variants.map(({ id }) => id));
  return [...candidate.variants, ...baseline.variants.filter(({ id }) => !known.has(id))];
}

/** Names of variants across scenarios, by id: `order-api/nodejs24.x, 512 MB`, where 512 MB is what tells it from others. */
export function variantLabels(facts: readonly VariantFacts[]): (id: string) => string {
  const scenarios = new Map<string, VariantFacts[]>();
  for (const variant of facts) {
    scenarios.set(variant.scenario, [...(scenarios.get(variant.scenario) ?? []), variant]);
  }
  const labels = new Map(
    [...scenarios].flatMap(([scenario, variants]) =>
      [...variantNames(variants).own].map(([id, own]) => [id, `${scenario}/${own}`] as const),
    ),
  );
  return (id) => shortened(labels.get(id) ?? id);
}

/** Names may be as long as somebody likes; reports are not. */
export function shortened(text: string, limit = 120): string {
  return text.length > limit ? `${[...text].slice(0, limit - 1).join("")}…` : text;
}
