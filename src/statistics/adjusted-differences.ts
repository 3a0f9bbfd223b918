import type { Difference } from "./comparison.ts";
import { holm } from "./holm.ts";
import type { VariantJudgement } from "./judge-variant.ts";

/**
 * The judged differences of each variant, with p-values adjusted after Holm over all `watchedCount` of them; those that could
 * not be judged count as 1. Where looks were planned a p-value of one size means nothing, and is left out.
 * Source: S. Holm, "A simple sequentially rejective multiple test procedure", Scand. J. Statist. 6 (1979).
 */
export function adjustedDifferences(
  variants: readonly (VariantJudgement | undefined)[],
  watchedCount: number,
  fixedSize: boolean,
): Difference[][] {
  const ps = variants.flatMap((judged) => judged?.differences.map(({ p }) => p) ?? []);
  const unjudged = Array.from({ length: Math.max(0, watchedCount - ps.length) }, () => 1);
  const adjusted = fixedSize ? holm([...ps, ...unjudged]) : [];
  let next = 0;
  return variants.map(
    (judged) =>
      judged?.differences.map(({ difference }) => {
        const p = adjusted[next++];
        return p === undefined ? difference : { ...difference, p };
      }) ?? [],
  );
}
