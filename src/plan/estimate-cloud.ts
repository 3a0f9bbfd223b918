import { mostInvocationsUsd } from "../pricing/most-usd.ts";
import { type ExpectedWork, planCost } from "../pricing/plan-cost.ts";
import type { Prices } from "../pricing/prices.ts";
import { boundsOf } from "./bounds.ts";
import { typicalColdMs } from "./estimate.ts";
import type { Plan } from "./plan.ts";
import type { Variant } from "./variant.ts";

/** What a run on AWS Lambda will make, call and cost, all sides together: a guess for functions that do little. */
export interface CloudEstimate {
  /** Functions that are made: the copies that take turns. */
  readonly functionCount: number;
  /** Calls of the control plane that count against its rate. */
  readonly callCount: number;
  readonly invocationCount: number;
  /** By the rate of calls and by how long updates take, whichever is longer. */
  readonly expectedMs: number;
  /** US dollars, without the free tier. */
  readonly expectedUsd: number;
  /** If every init took Lambda's ten seconds, and every invocation ran into its timeout. */
  readonly mostUsd: number;
  /** What of it is for snapshots and environments that are kept ready: spent by preparing, before anything is measured. */
  readonly standingUsd: number;
}

/** Copies of a function that take turns, at most. */
const copies = 3;
/** Lambda's limit of all calls but GetFunction, in a second and region. */
const callsPerSecond = 15;
/** An update of a function's configuration, until it can be invoked: what is usual. */
const updateMs = 3000;
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

/** What a plan will take on AWS Lambda. `pricesOf`: those of the region that a variant is measured in. */
export function estimateCloud(
  plan: Pick<Plan, "variants" | "sides">,
  pricesOf: (variant: Variant) => Prices,
): CloudEstimate {
  const parts = plan.variants.map((variant) =>
    estimateVariant(variant, plan.sides.length, pricesOf(variant)),
  );
  const sum = (of: (part: (typeof parts)[number]) => number) =>
    parts.reduce((all, part) => all + of(part), 0);
  const callCount = callsPerRun + sum(({ calls }) => calls);
  const longest = Math.max(0, ...parts.map(({ turnsMs }) => turnsMs));
  return {
    functionCount: sum(({ functions }) => functions),
    callCount,
    invocationCount: sum(({ work }) => work.coldCount + work.warmCount),
    expectedMs: Math.max((callCount / callsPerSecond) * 1000, longest),
    expectedUsd: sum(({ cost }) => cost.totalUsd),
    mostUsd: sum(({ mostUsd }) => mostUsd),
    standingUsd: sum(({ cost }) => cost.snapshotsUsd + cost.provisionedUsd),
  };
}

function estimateVariant(variant: Variant, sideCount: number, prices: Prices) {
  const { memoryMb, architecture, ephemeralStorageMb, runtime, samples, snapStart, lambda } = variant;
  const environments = samples.warmupBlocks + samples.cold;
  const warm = samples.settle + samples.warm;
  const ready = lambda?.provisioned ?? 0;
  const perSide = functionsOf(variant, environments);
  const functions = perSide * sideCount;
  const coldCount = environments * sideCount;
  const coldMs = slower * typicalColdMs(runtime);
  const readyMs = updateMs + (snapStart || ready > 0 ? standReadyMs : 0);
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
    calls: functions * callsPerFunction(variant) + sideCount * callsPerStart(variant) * forcedOf(variant),
    turnsMs: Math.ceil(environments / perSide) * turnMs,
    work,
    cost,
    mostUsd: mostUsd + cost.snapshotsUsd + cost.provisionedUsd,
  };
}

/** Of one side. */
function functionsOf({ lambda }: Variant, environments: number): number {
  switch (lambda?.method) {
    case "first-deploy":
      return environments;
    case "burst":
      return 1;
    default:
      return Math.min(copies, environments);
  }
}

/** Making it and its removal; one that served for one cold start is removed at once, and looked for at the end. */
function callsPerFunction({ lambda }: Variant): number {
  return lambda?.method === "first-deploy" ? 3 : 2;
}

/** How often one side of a variant is brought to cold starts: a burst gives as many at once as there are copies. */
function forcedOf({ samples, lambda }: Variant): number {
  const environments = samples.warmupBlocks + samples.cold;
  return lambda?.method === "burst" ? Math.ceil(environments / copies) : environments;
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
