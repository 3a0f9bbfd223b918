import {
  byArchitecture,
  costPerMillion,
  costPerMillionColdStarts,
  isFreeSnapshot,
} from "./cost-per-million.ts";
import { type Prices, usEast1 } from "./prices.ts";

/** What one function is expected to do in a run; the copies of a pool are counted together. */
export interface ExpectedWork {
  readonly memoryMb: number;
  readonly architecture: string;
  readonly ephemeralStorageMb: number;
  /** Invocations with a cold start, and what each is billed for, its init included. */
  readonly coldCount: number;
  readonly coldBilledMs: number;
  /** Other invocations, and what each is billed for. */
  readonly warmCount: number;
  readonly warmBilledMs: number;
  /** Where cold starts are restores: versions with a snapshot, and how long each is kept. */
  readonly snapStart?:
    | { readonly runtime: string; readonly versionCount: number; readonly keptMs: number }
    | undefined;
  /** Where environments are kept ready: how many, for how long. */
  readonly provisioned?: { readonly environmentCount: number; readonly keptMs: number } | undefined;
}

/** US dollars of a plan and of its parts. */
export interface PlanCost {
  readonly totalUsd: number;
  /** Requests and duration, /tmp with it. */
  readonly invocationsUsd: number;
  /** Restores, and keeping snapshots. */
  readonly snapshotsUsd: number;
  /** Keeping environments ready. */
  readonly provisionedUsd: number;
}

/** A snapshot is paid for three hours at least. Source: https://aws.amazon.com/lambda/pricing/. */
const leastKeptMs = 3 * 3_600_000;

/** Provisioned concurrency is paid in pieces of five minutes. Source: as above. */
const pieceMs = 300_000;

/**
 * What a plan is expected to cost: the estimate that is shown before anything is made, and that bounds a run. Without the
 * free tier, logs, storage of code and images, and data transfer; the first tier's price for all of it, which is the highest.
 */
export function planCost(works: readonly ExpectedWork[], prices: Prices = usEast1): PlanCost {
  const sum = (part: (work: ExpectedWork, prices: Prices) => number) =>
    works.reduce((all, work) => all + part(work, prices), 0);
  const invocationsUsd = sum(invocations);
  const snapshotsUsd = sum(snapshots);
  const provisionedUsd = sum(provisioned);
  return {
    totalUsd: invocationsUsd + snapshotsUsd + provisionedUsd,
    invocationsUsd,
    snapshotsUsd,
    provisionedUsd,
  };
}

function invocations(work: ExpectedWork, prices: Prices): number {
  const paid = work.provisioned === undefined ? prices : { ...prices, gbSecond: prices.provisioned.gbSecond };
  const cost = (count: number, billedMs: number) =>
    (count * costPerMillion({ ...work, billedMs }, paid)) / 1e6;
  return cost(work.coldCount, work.coldBilledMs) + cost(work.warmCount, work.warmBilledMs);
}

function snapshots({ snapStart, ...work }: ExpectedWork, prices: Prices): number {
  if (snapStart === undefined || isFreeSnapshot(snapStart.runtime)) {
    return 0;
  }
  const cold = { ...work, billedMs: 0, restoredRuntime: snapStart.runtime };
  const restoreUsd = (costPerMillionColdStarts(cold, prices) - costPerMillion(cold, prices)) / 1e6;
  const keptSeconds = Math.max(snapStart.keptMs, leastKeptMs) / 1000;
  const keepUsd = (work.memoryMb / 1024) * keptSeconds * prices.snapStart.cacheGbSecond;
  return work.coldCount * restoreUsd + snapStart.versionCount * keepUsd;
}

function provisioned({ provisioned, ...work }: ExpectedWork, prices: Prices): number {
  if (provisioned === undefined) {
    return 0;
  }
  const seconds = (Math.ceil(provisioned.keptMs / pieceMs) * pieceMs) / 1000;
  const gbSecond = byArchitecture(prices.provisioned.reservedGbSecond, work.architecture);
  return provisioned.environmentCount * (work.memoryMb / 1024) * seconds * gbSecond;
}
