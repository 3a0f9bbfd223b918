import type { RunManifest, VariantFacts } from "../samples/run-manifest.ts";
import type { VariantValues } from "./environment-values.ts";
import { blocksOf } from "./judge-sides.ts";
import { looksAt, looksTaken } from "./looks.ts";

/**
 * The two-sided level that is left for one difference where a variant of a run ended: all of `alpha` in a run of fixed size,
 * else what its last look had, also where other differences than these, or none, were looked at to end it.
 */
export function levelReached(
  manifest: RunManifest,
  variant: VariantFacts,
  values: VariantValues,
  alpha: number,
): number {
  const seen = looksAt(isMeasuredOn(manifest, variant) ? { ...manifest, stopping: undefined } : manifest);
  if (seen === undefined) {
    return alpha;
  }
  return looksTaken(variant, seen, blocksOf([values]), alpha).at(-1)?.level ?? alpha;
}

/** Variants of scenarios that ask for no precision are measured to their end, whatever looks the others have. */
function isMeasuredOn({ stopping, rules }: RunManifest, { scenario }: VariantFacts): boolean {
  const asks = rules?.some((rule) => rule.scenario === scenario && rule.precision !== undefined) ?? false;
  return stopping?.until === "precise" && !asks;
}
