import { type ExpectedWork, planCost } from "../pricing/plan-cost.ts";
import type { Prices } from "../pricing/prices.ts";
import { typicalColdMs } from "./estimate.ts";
import type { Plan } from "./plan.ts";
import type { Variant } from "./variant.ts";

/** What a run on AWS Lambda will make, call and cost, all sides together: a guess for functions that do little. */
export interface CloudEstimate extends RegionEstimate {
  /** What of it falls to each region, in the order of the variants. */
  readonly regions: readonly (RegionEstimate & NamedRegion)[];
}

/** The same in one region. */
export interface RegionEstimate {
  /** Functions that are made: the copies that take turns. */
  readonly functionCount: number;
  /** Calls of the control plane that count against its rate. */
  readonly callCount: number;
  readonly invocationCount: number;
  /** By the rate of calls of each region and by how long updates take, whichever is longer. */
  readonly expectedMs: number;
  /** US dollars, without the free tier. */
  readonly expectedUsd: number;
  /** What of it is for snapshots and environments that are kept ready: spent by preparing, before anything is measured. */
  readonly standingUsd: number;
}

/** Which region, and whose prices. */
interface NamedRegion {
  /** Absent: the caller's. */
  readonly region?: string | undefined;
  /** Another region where its own prices are not known. */
  readonly pricesOf: string;
  /** Month. */
  readonly pricesAsOf: string;
}

/** Copies of a function that take turns, at most. */
const copies = 3;
/** Lambda's limit of all calls but GetFunction, in a second and region. */
const callsPerSecond = 15;
/** An update of a function's configuration, until it can be invoked: what is usual. */
const updateMs = 3000;
/** Making a function and its removal, with its log. */
const callsPerFunction = 4;
/** A warm invocation of a function that does little, billed, and seen from another place. */
const warmBilledMs = 2;
const warmRoundTripMs = 50;
/** Lambda gives a small function less of a core than a small machine has. */
const slower = 2;

/** What a plan will take on AWS Lambda, by the prices of where each variant is measured. */
export function estimateCloud(
  { variants, sides }: Pick<Plan, "variants" | "sides">,
  pricesOf: (variant: Variant) => Prices,
): CloudEstimate {
  const names = [...new Set(variants.map(({ lambda }) => lambda?.region))];
  const regions = names.flatMap((region) => {
    const own = variants.filter(({ lambda }) => lambda?.region === region);
    const [prices] = own.map(pricesOf);
    return prices === undefined ? [] : estimateRegion(region, own, sides.length, prices);
  });
  const sum = (of: keyof RegionEstimate) => regions.reduce((all, part) => all + part[of], 0);
  return {
    functionCount: sum("functionCount"),
    callCount: sum("callCount"),
    invocationCount: sum("invocationCount"),
    // Regions are measured beside one another.
    expectedMs: Math.max(0, ...regions.map(({ expectedMs }) => expectedMs)),
    expectedUsd: sum("expectedUsd"),
    standingUsd: sum("standingUsd"),
    regions,
  };
}

function estimateRegion(
  region: string | undefined,
  variants: readonly Variant[],
  sideCount: number,
  prices: Prices,
): RegionEstimate & NamedRegion {
  const parts = variants.map((variant) => estimateVariant(variant, sideCount));
  const sum = (of: (part: (typeof parts)[number]) => number) =>
    parts.reduce((all, part) => all + of(part), 0);
  const callCount = sum(({ calls }) => calls);
  const cost = planCost(
    parts.map(({ work }) => work),
    prices,
  );
  const longest = Math.max(0, ...parts.map(({ turnsMs }) => turnsMs));
  return {
    ...(region === undefined ? {} : { region }),
    functionCount: sum(({ functions }) => functions),
    callCount,
    invocationCount: sum(({ work }) => work.coldCount + work.warmCount),
    expectedMs: Math.max((callCount / callsPerSecond) * 1000, longest),
    expectedUsd: cost.totalUsd,
    standingUsd: cost.snapshotsUsd + cost.provisionedUsd,
    pricesOf: prices.region,
    pricesAsOf: prices.asOf,
  };
}

function estimateVariant(variant: Variant, sideCount: number) {
  const { memoryMb, architecture, ephemeralStorageMb, runtime, samples, snapStart, lambda } = variant;
  const environments = samples.warmupBlocks + samples.cold;
  const warm = samples.settle + samples.warm;
  const publishes = snapStart || lambda?.method === "published-version";
  const perSide = lambda?.method === "first-deploy" ? environments : Math.min(copies, environments);
  const functions = perSide * sideCount;
  const coldMs = slower * typicalColdMs(runtime);
  const work: ExpectedWork = {
    memoryMb,
    architecture,
    ephemeralStorageMb,
    coldCount: environments * sideCount,
    coldBilledMs: coldMs,
    warmCount: environments * warm * sideCount,
    warmBilledMs,
    ...(snapStart ? { snapStart: { runtime, versionCount: environments * sideCount, keptMs: 0 } } : {}),
  };
  const ready = lambda?.provisioned ?? 0;
  const turnMs = updateMs * (publishes ? 2 : 1) + coldMs + warm * warmRoundTripMs;
  return {
    functions,
    calls: functions * callsPerFunction + environments * sideCount * (publishes ? 2 : 1),
    turnsMs: Math.ceil(environments / perSide) * turnMs,
    work:
      ready === 0
        ? work
        : { ...work, provisioned: { environmentCount: ready * functions, keptMs: environments * turnMs } },
  };
}
