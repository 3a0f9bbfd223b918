import { type ExpectedWork, planCost } from "../pricing/plan-cost.ts";
import type { Prices } from "../pricing/prices.ts";
import {
  burstSize,
  controlCallsPerSecond,
  copyCount,
  environmentsPerCpu,
  usualUpdateMs,
} from "../shared/lambda-copies.ts";
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
  /** What of it is for snapshots and environments that are kept ready: spent by preparing, before anything is measured. */
  readonly standingUsd: number;
}

/** CPUs of the machine that runs it: what is usual. */
const cpuCount = 2;
/** How long an environment is left alone until it is gone, with the method `idle`. */
const idleMs = 45 * 60_000;
/** Making a function and its removal, with its log. */
const callsPerFunction = 4;
/** A warm invocation of a function that does little, billed, and seen from another place. */
const warmBilledMs = 2;
const warmRoundTripMs = 50;
/** Lambda gives a small function less of a core than a small machine has. */
const slower = 2;

/** What a plan will take on AWS Lambda. `prices`: of the region. */
export function estimateCloud(plan: Pick<Plan, "variants" | "sides">, prices: Prices): CloudEstimate {
  const parts = plan.variants.map((variant) => estimateVariant(variant, plan));
  const sum = (of: (part: (typeof parts)[number]) => number) =>
    parts.reduce((all, part) => all + of(part), 0);
  const callCount = sum(({ calls }) => calls);
  const cost = planCost(
    parts.map(({ work }) => work),
    prices,
  );
  const longest = Math.max(0, ...parts.map(({ turnsMs }) => turnsMs));
  return {
    functionCount: sum(({ functions }) => functions),
    callCount,
    invocationCount: sum(({ work }) => work.coldCount + work.warmCount),
    expectedMs: Math.max((callCount / controlCallsPerSecond) * 1000, longest),
    expectedUsd: cost.totalUsd,
    standingUsd: cost.snapshotsUsd + cost.provisionedUsd,
  };
}

function estimateVariant(variant: Variant, { variants, sides }: Pick<Plan, "variants" | "sides">) {
  const sideCount = sides.length;
  const { memoryMb, architecture, ephemeralStorageMb, runtime, samples, snapStart, lambda } = variant;
  const environments = samples.warmupBlocks + samples.cold;
  const warm = samples.settle + samples.warm;
  const publishes = snapStart || variant.lambda?.method === "published-version";
  const { method, provisioned: ready = 0 } = lambda ?? {};
  const isCostly = snapStart || ready > 0;
  const poolCount = variants.length * sideCount;
  const copies = copyCount({ plannedCount: environments, poolCount, method, isCostly });
  const together = method === "burst" ? burstSize(environments, environmentsPerCpu * cpuCount) : copies;
  const turns = Math.ceil(environments / together);
  const functions = (method === "first-deploy" ? environments : copies) * sideCount;
  const changes = method === "burst" ? turns : environments;
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
  const changeMs = method === "idle" ? idleMs : usualUpdateMs * (publishes ? 2 : 1);
  const turnMs = changeMs + coldMs + warm * warmRoundTripMs;
  return {
    functions,
    calls: functions * callsPerFunction + changes * sideCount * (publishes ? 2 : 1),
    turnsMs: turns * turnMs,
    work:
      ready === 0
        ? work
        : { ...work, provisioned: { environmentCount: ready * functions, keptMs: environments * turnMs } },
  };
}
