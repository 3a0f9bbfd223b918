import type { TailPair } from "./collect-tail.ts";
import { twoSampleEstimate } from "./hodges-lehmann.ts";
import type { TailSummary } from "./summary.ts";

/**
 * By how much asking for the log's end makes warm round trips longer: the median of all differences within environments, so that
 * neither what an environment nor what its way to the client has of its own is in it, with a 95 % interval. Undefined for none.
 * Source: as `twoSampleShift`.
 */
export function tailSummary(pairs: readonly TailPair[]): TailSummary | undefined {
  if (pairs.length === 0) {
    return undefined;
  }
  return {
    environments: pairs.length,
    withTail: pairs.reduce((count, { candidate }) => count + candidate.length, 0),
    withoutTail: pairs.reduce((count, { baseline }) => count + baseline.length, 0),
    shiftMs: twoSampleEstimate(pairs, 0.05),
  };
}
