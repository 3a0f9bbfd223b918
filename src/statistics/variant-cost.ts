import { type ExpectedWork, type PlanCost, planCost } from "../pricing/plan-cost.ts";
import type { Prices } from "../pricing/prices.ts";
import type { RunManifest, VariantFacts } from "../samples/run-manifest.ts";
import type { Billed, CollectedBilling } from "./collect-billing.ts";
import type { RunCost, VariantCost } from "./cost.ts";
import { millionUsd } from "./million-usd.ts";

/** A million invocations of a variant, warm and cold, in US dollars; absent where nothing says what was billed. */
export function perMillion(
  facts: VariantFacts,
  { cold, warm }: CollectedBilling,
  prices: Prices,
): Omit<VariantCost, "runUsd"> {
  return {
    ...(warm.usualMs === undefined
      ? {}
      : { warmPerMillionUsd: millionUsd(facts, "warm", warm.usualMs, prices) }),
    ...(cold.usualMs === undefined
      ? {}
      : { coldPerMillionUsd: millionUsd(facts, "cold", cold.usualMs, prices) }),
  };
}

/** What all that is on record of a variant on one side cost on Lambda. */
export function runCost(
  { segments }: RunManifest,
  facts: VariantFacts,
  { cold, warm, snapshots }: CollectedBilling,
  prices: Prices,
): RunCost {
  const work: ExpectedWork = {
    memoryMb: facts.memoryMb,
    architecture: facts.architecture,
    // Of what was observed nobody knows it: then none of it is paid for.
    ephemeralStorageMb: facts.ephemeralStorageMb ?? 0,
    ...(cold.known === 0 ? nothing.cold : { coldCount: cold.invocations, coldBilledMs: cold.meanMs }),
    ...(warm.known === 0 ? nothing.warm : { warmCount: warm.invocations, warmBilledMs: warm.meanMs }),
    ...(facts.snapStart === true
      ? { snapStart: { runtime: facts.runtime, versionCount: snapshots, keptMs: longestMs(segments) } }
      : {}),
  };
  const cost: PlanCost = planCost([work], prices);
  return {
    totalUsd: cost.totalUsd,
    snapshotsUsd: cost.snapshotsUsd,
    invocations: cold.invocations + warm.invocations,
    estimated: estimatedOf(cold) + estimatedOf(warm),
    unknown: unknownOf(cold) + unknownOf(warm),
  };
}

const nothing = {
  cold: { coldCount: 0, coldBilledMs: 0 },
  warm: { warmCount: 0, warmBilledMs: 0 },
};

function estimatedOf({ invocations, known }: Billed): number {
  return known === 0 ? 0 : invocations - known;
}

function unknownOf({ invocations, known }: Billed): number {
  return known === 0 ? invocations : 0;
}

/** A snapshot is kept until its segment ends at most. */
function longestMs(segments: RunManifest["segments"]): number {
  return Math.max(
    0,
    ...segments.map(({ startedAt, endedAt = startedAt }) => Date.parse(endedAt) - Date.parse(startedAt)),
  );
}
