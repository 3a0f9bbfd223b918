import { pricesOfRegion } from "../pricing/prices-of-region.ts";
import type { RunManifest, VariantFacts } from "../samples/run-manifest.ts";
import type { CollectedVariant } from "./collect-variant.ts";
import type { RunCost, UsedPrices, VariantCost } from "./cost.ts";
import type { LostCost } from "./lost-cost.ts";
import { perMillion, runCost } from "./variant-cost.ts";

/** What a variant costs, and by which prices. */
export interface PricedVariant {
  readonly cost: VariantCost;
  /** Its part of what the run cost; only on Lambda. */
  readonly run?: RunCost | undefined;
  readonly prices: UsedPrices;
}

/**
 * What a variant costs on one side, at the prices of its region: the run's own, or those that Thaw knows. Undefined where money says nothing:
 * on targets that do not give a memory size its CPU, and in containers unless memory is what varies.
 */
export function priceVariant(
  manifest: RunManifest,
  { variant, side, billing }: Pick<CollectedVariant, "variant" | "side" | "billing">,
): PricedVariant | undefined {
  const facts = manifest.variants.find(({ id }) => id === variant);
  // What nobody knows the architecture of, as of what was observed in a log, has no price either.
  if (facts === undefined || facts.architecture === "unknown" || !isPriced(manifest)) {
    return undefined;
  }
  const region = facts.prepared.find((prepared) => prepared.side === side)?.region;
  const { prices } = pricesOfRegion(region ?? "us-east-1", manifest.prices);
  const run = manifest.target === "lambda" ? runCost(manifest, facts, side, billing, prices) : undefined;
  const cost = {
    ...(run === undefined ? {} : { runUsd: run.totalUsd }),
    ...perMillion(facts, billing, prices),
  };
  const used = { ...(region === undefined ? {} : { region }), pricesOf: prices.region, asOf: prices.asOf };
  return Object.keys(cost).length === 0 ? undefined : { cost, run, prices: used };
}

function isPriced({ target, variants }: RunManifest): boolean {
  switch (target) {
    case "lambda":
      return true;
    case "docker":
      return hasMemoryAxis(variants);
    case "process":
      return false;
    default:
      return target satisfies never;
  }
}

function hasMemoryAxis(variants: readonly VariantFacts[]): boolean {
  const sizes = new Map<string, number>();
  return variants.some(({ scenario, memoryMb }) => {
    const known = sizes.get(scenario) ?? memoryMb;
    sizes.set(scenario, known);
    return known !== memoryMb;
  });
}

/** What the parts of a run cost together, and what is lost of it beside them. */
export function totalCost(parts: readonly RunCost[], lost: LostCost): RunCost | undefined {
  const sum = (of: (part: RunCost) => number) => parts.reduce((all, part) => all + of(part), 0);
  return parts.length === 0
    ? undefined
    : {
        totalUsd: sum(({ totalUsd }) => totalUsd),
        snapshotsUsd: sum(({ snapshotsUsd }) => snapshotsUsd),
        provisionedUsd: sum(({ provisionedUsd }) => provisionedUsd),
        invocations: sum(({ invocations }) => invocations),
        estimated: sum(({ estimated }) => estimated),
        unknown: sum(({ unknown }) => unknown),
        lostEnvironments: lost.environments,
        unknownAtMostUsd: sum(({ unknownAtMostUsd }) => unknownAtMostUsd) + lost.atMostUsd,
        standingIsLeast: parts.some(({ standingIsLeast }) => standingIsLeast),
      };
}

/** Each prices once. */
export function eachPrices(used: readonly UsedPrices[]): UsedPrices[] {
  return [...new Map(used.map((prices) => [JSON.stringify(prices), prices])).values()];
}
