import { mostInvocationUsd } from "../pricing/most-usd.ts";
import { type ExpectedWork, type PlanCost, planCost } from "../pricing/plan-cost.ts";
import type { Prices } from "../pricing/prices.ts";
import type { RunManifest, VariantFacts } from "../samples/run-manifest.ts";
import type { Side } from "../samples/sample.ts";
import { boundsOf } from "./bounds-of.ts";
import type { Billed, CollectedBilling } from "./collect-billing.ts";
import type { RunCost, VariantCost } from "./cost.ts";
import { millionUsd } from "./million-usd.ts";
import { stoodOf } from "./stood-of.ts";

/** A million invocations of a variant, warm and cold, in US dollars; absent where nothing says what was billed. */
export function perMillion(
  facts: VariantFacts,
  { cold, warm }: CollectedBilling,
  prices: Prices,
): Omit<VariantCost, "runUsd"> {
  const { usualMs: warmMs, usualStreamedBytes: warmBytes } = warm;
  const { usualMs: coldMs, usualStreamedBytes: coldBytes } = cold;
  return {
    ...(warmMs === undefined
      ? {}
      : { warmPerMillionUsd: millionUsd(facts, "warm", warmMs, prices, warmBytes) }),
    ...(coldMs === undefined
      ? {}
      : { coldPerMillionUsd: millionUsd(facts, "cold", coldMs, prices, coldBytes) }),
  };
}

/** What all that is on record of a variant on one side cost on Lambda; nothing is lost of it as far as this goes. */
export function runCost(
  manifest: RunManifest,
  facts: VariantFacts,
  side: Side | undefined,
  billing: CollectedBilling,
  prices: Prices,
): RunCost {
  const { cold, warm } = billing;
  const madeAgain = manifest.imported === undefined ? billing.madeAgain : { cold: 0, warm: 0 };
  const [coldCounts, warmCounts] = [countsOf(cold, madeAgain.cold), countsOf(warm, madeAgain.warm)];
  const stood = stoodOf(manifest, facts, side, billing.stood);
  const work: ExpectedWork = {
    memoryMb: facts.memoryMb,
    architecture: facts.architecture,
    // Of what was observed nobody knows it: then none of it is paid for.
    ephemeralStorageMb: facts.ephemeralStorageMb ?? 0,
    coldCount: coldCounts.counted,
    coldBilledMs: cold.known === 0 ? 0 : cold.meanMs,
    warmCount: warmCounts.counted,
    warmBilledMs: warm.known === 0 ? 0 : warm.meanMs,
    streamedBytes: cold.streamedBytes + warm.streamedBytes,
    ...(facts.snapStart === true ? { snapStart: { runtime: facts.runtime, stoodMs: stood.ms } } : {}),
    ...(facts.provisioned === undefined
      ? {}
      : { provisioned: { environmentCount: facts.provisioned, stoodMs: stood.ms } }),
  };
  const cost: PlanCost = planCost([work], prices);
  const bounds = boundsOf(facts);
  const unknownAtMostUsd =
    bounds === undefined
      ? 0
      : coldCounts.unknown * mostInvocationUsd(bounds, { temperature: "cold" }, prices) +
        warmCounts.unknown * mostInvocationUsd(bounds, { temperature: "warm" }, prices);
  return {
    totalUsd: cost.totalUsd,
    snapshotsUsd: cost.snapshotsUsd,
    provisionedUsd: cost.provisionedUsd,
    invocations: coldCounts.all + warmCounts.all,
    estimated: coldCounts.counted - cold.known + warmCounts.counted - warm.known,
    unknown: coldCounts.unknown + warmCounts.unknown,
    lostEnvironments: 0,
    unknownAtMostUsd,
    standingIsLeast: stood.isLeast,
  };
}

/** How many invocations there were, how many of them count as the mean of those that are known, and of how many nothing is known. */
function countsOf({ invocations, known, failed }: Billed, madeAgain: number) {
  const all = invocations + madeAgain;
  const unknown = known === 0 ? all : failed;
  return { all, unknown, counted: all - unknown };
}
