import { mostInvocationsUsd } from "../pricing/most-usd.ts";
import { type ExpectedWork, planCost } from "../pricing/plan-cost.ts";
import type { Prices } from "../pricing/prices.ts";
import {
  burstSize,
  controlCallsPerSecond,
  copyCount,
  environmentsPerCpu,
  usualUpdateMs,
} from "../shared/lambda-copies.ts";
import { boundsOf } from "./bounds.ts";
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
  /** If every init took Lambda's ten seconds, and every invocation ran into its timeout. */
  readonly mostUsd: number;
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

/** CPUs of the machine that runs it: what is usual. */
const cpuCount = 2;
/** How long an environment is left alone until it is gone, with the method `idle`. */
const idleMs = 45 * 60_000;
/** Taking a snapshot, or initialising environments ahead: a guess, as AWS names no time. */
const standReadyMs = 60_000;
/** How often it is asked meanwhile whether environments are ready. */
const readyCalls = 18;
/** What the account may, and looking whether everything is gone. */
const callsPerRun = 3;
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
  const poolCount = variants.length * sides.length;
  const regions = names.flatMap((region) => {
    const own = variants.filter(({ lambda }) => lambda?.region === region);
    const [prices] = own.map(pricesOf);
    return prices === undefined
      ? []
      : estimateRegion(region, own, { sideCount: sides.length, poolCount, prices });
  });
  const sum = (of: keyof RegionEstimate) => regions.reduce((all, part) => all + part[of], 0);
  return {
    functionCount: sum("functionCount"),
    callCount: sum("callCount"),
    invocationCount: sum("invocationCount"),
    // Regions are measured beside one another.
    expectedMs: Math.max(0, ...regions.map(({ expectedMs }) => expectedMs)),
    expectedUsd: sum("expectedUsd"),
    mostUsd: sum("mostUsd"),
    standingUsd: sum("standingUsd"),
    regions,
  };
}

/** Of the whole plan, and of a region. */
interface Estimating {
  readonly sideCount: number;
  /** Sides of all variants. */
  readonly poolCount: number;
  readonly prices: Prices;
}

function estimateRegion(
  region: string | undefined,
  variants: readonly Variant[],
  estimating: Estimating,
): RegionEstimate & NamedRegion {
  const { prices } = estimating;
  const parts = variants.map((variant) => estimateVariant(variant, estimating));
  const sum = (of: (part: (typeof parts)[number]) => number) =>
    parts.reduce((all, part) => all + of(part), 0);
  const callCount = callsPerRun + sum(({ calls }) => calls);
  const longest = Math.max(0, ...parts.map(({ turnsMs }) => turnsMs));
  return {
    ...(region === undefined ? {} : { region }),
    functionCount: sum(({ functions }) => functions),
    callCount,
    invocationCount: sum(({ work }) => work.coldCount + work.warmCount),
    expectedMs: Math.max((callCount / controlCallsPerSecond) * 1000, longest),
    expectedUsd: sum(({ cost }) => cost.totalUsd),
    mostUsd: sum(({ mostUsd }) => mostUsd),
    standingUsd: sum(({ cost }) => cost.snapshotsUsd + cost.provisionedUsd),
    pricesOf: prices.region,
    pricesAsOf: prices.asOf,
  };
}

function estimateVariant(variant: Variant, { sideCount, poolCount, prices }: Estimating) {
  const { memoryMb, architecture, ephemeralStorageMb, runtime, samples, snapStart, lambda } = variant;
  const environments = samples.warmupBlocks + samples.cold;
  const warm = samples.settle + samples.warm;
  const ready = lambda?.provisioned ?? 0;
  const { perSide, turns, forcings } = turnsOf(variant, poolCount);
  const functions = perSide * sideCount;
  const coldCount = environments * sideCount;
  const coldMs = slower * typicalColdMs(runtime);
  const changeMs = lambda?.method === "idle" ? idleMs : usualUpdateMs;
  const readyMs = changeMs + (snapStart || ready > 0 ? standReadyMs : 0);
  const turnMs = readyMs + coldMs + warm * warmRoundTripMs;
  const work: ExpectedWork = {
    memoryMb,
    architecture,
    ephemeralStorageMb,
    coldCount,
    coldBilledMs: coldMs,
    warmCount: environments * warm * sideCount,
    warmBilledMs,
    ...(snapStart ? { snapStart: { runtime, stoodMs: times(coldCount, turnMs) } } : {}),
    ...(ready > 0 ? { provisioned: { environmentCount: ready, stoodMs: times(coldCount, turnMs) } } : {}),
  };
  const cost = planCost([work], prices);
  const mostUsd = coldCount * mostInvocationsUsd(boundsOf(variant), prices);
  return {
    functions,
    calls: functions * callsPerFunction(variant) + sideCount * callsPerStart(variant) * forcings,
    turnsMs: turns * turnMs,
    work,
    cost,
    mostUsd: mostUsd + cost.snapshotsUsd + cost.provisionedUsd,
  };
}

/** Functions of one side of a variant, how often one of them is waited for after the other, and how often one is brought to cold. */
function turnsOf({ samples, snapStart, lambda }: Variant, poolCount: number) {
  const plannedCount = samples.warmupBlocks + samples.cold;
  const { method, provisioned = 0 } = lambda ?? {};
  const copies = copyCount({ plannedCount, poolCount, method, isCostly: snapStart || provisioned > 0 });
  if (method === "burst") {
    const bursts = Math.ceil(plannedCount / burstSize(plannedCount, environmentsPerCpu * cpuCount));
    return { perSide: copies, turns: bursts, forcings: bursts };
  }
  const perSide = method === "first-deploy" ? plannedCount : copies;
  return { perSide, turns: Math.ceil(plannedCount / copies), forcings: plannedCount };
}

/**
 * Making it and its removal. One that is invoked by URL gets that, and one that gets events is told not to try them again.
 */
function callsPerFunction({ lambda }: Variant): number {
  return lambda?.invoke === "url" || lambda?.invoke === "async" ? 3 : 2;
}

/** Changing a function, publishing it as a version, and asking for environments of that, after them and for their end. */
function callsPerStart({ snapStart, lambda }: Variant): number {
  const { method = "config-update", provisioned = 0 } = lambda ?? {};
  if (provisioned > 0) {
    return 4 + readyCalls;
  }
  if (snapStart || method === "published-version") {
    return 2;
  }
  return method === "first-deploy" || method === "idle" ? 0 : 1;
}

function times(count: number, ms: number): number[] {
  return Array.from({ length: count }, () => ms);
}
