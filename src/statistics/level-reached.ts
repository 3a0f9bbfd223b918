import type { RunManifest, VariantFacts } from "../samples/run-manifest.ts";
import type { VariantValues } from "./environment-values.ts";
import { blocksOf } from "./judge-sides.ts";
import { looksTaken } from "./looks.ts";

/**
 * The two-sided level that is left for one difference where a variant of a run ended: all of `alpha` in a run of fixed size,
 * else what its last look had, also where other differences than these, or none, were looked at to end it.
 */
export function levelReached(
  { stopping }: RunManifest,
  variant: VariantFacts,
  values: VariantValues,
  alpha: number,
): number {
  if (stopping === undefined) {
    return alpha;
  }
  const own = blocksOf([values]);
  const reached = stopping.looks.find((blocks) => blocks === own) ?? own;
  return looksTaken(variant, stopping, reached, alpha).at(-1)?.level ?? alpha;
}
