import type { RunManifest, VariantFacts } from "../samples/run-manifest.ts";
import type { VariantSummary } from "../statistics/summary.ts";
import { counted } from "./numbers.ts";

/** ` (ended early)` behind the name of a variant whose intervals are those at which measuring ended; else empty. */
export function earlyMark(manifest: RunManifest, facts: VariantFacts, variant: VariantSummary): string {
  return endedEarly(manifest, facts, variant) ? " (ended early)" : "";
}

/** What that means for its intervals, in a sentence; none where it was measured to its last block. */
export function earlySentence(manifest: RunManifest, facts: VariantFacts, variant: VariantSummary): string[] {
  if (!endedEarly(manifest, facts, variant)) {
    return [];
  }
  const count = `measuring ended after ${takenOf(variant)} of ${counted(facts.cold, "planned cold start")}`;
  return [
    manifest.stopping?.until === "precise"
      ? `${count}, at the first planned look at which its intervals were as tight as the scenario asks: chosen so, they hold a little less often than 95 %.`
      : `${count}, at the planned look that decided it: the comparison takes that into account, the intervals of its medians do not.`,
  ];
}

/** True where a variant's measuring ended at a planned look, by what was measured so far, and not at its last block. */
function endedEarly({ stopping }: RunManifest, facts: VariantFacts, variant: VariantSummary): boolean {
  const taken = takenOf(variant);
  return stopping !== undefined && taken < facts.cold && stopping.looks.includes(taken + facts.warmupBlocks);
}

function takenOf({ okCold, failedCold }: VariantSummary): number {
  return okCold + failedCold;
}
