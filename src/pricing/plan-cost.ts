import { costPerMillion, costPerMillionColdStarts } from "./cost-per-million.ts";
import { type Prices, usEast1 } from "./prices.ts";
import { standingUsd } from "./standing-cost.ts";

/** What one function does in a run; the copies of a pool are counted together. */
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
  /** Bytes of all answers that are paid for; absent: none. */
  readonly streamedBytes?: number | undefined;
  /** Where cold starts are restores: how long the snapshot of each version is kept. */
  readonly snapStart?: { readonly runtime: string; readonly stoodMs: readonly number[] } | undefined;
  /** Where environments are kept ready: how many by each configuration, and how long each of these stands. */
  readonly provisioned?:
    | { readonly environmentCount: number; readonly stoodMs: readonly number[] }
    | undefined;
}

/** US dollars of a plan and of its parts. */
export interface PlanCost {
  readonly totalUsd: number;
  /** Requests and duration, /tmp and streamed answers with it. */
  readonly invocationsUsd: number;
  /** Restores, and keeping snapshots. */
  readonly snapshotsUsd: number;
  /** Keeping environments ready. */
  readonly provisionedUsd: number;
}

/**
 * What a plan is expected to cost, or a run did: the estimate that is shown before anything is made, and that bounds a run. Without the
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
  const { memoryMb, architecture, ephemeralStorageMb } = work;
  const like = { memoryMb, architecture, ephemeralStorageMb, provisioned: work.provisioned !== undefined };
  const cost = (count: number, billedMs: number) =>
    (count * costPerMillion({ ...like, billedMs }, prices)) / 1e6;
  const streamedUsd = ((work.streamedBytes ?? 0) / 2 ** 30) * prices.streamedGb;
  return cost(work.coldCount, work.coldBilledMs) + cost(work.warmCount, work.warmBilledMs) + streamedUsd;
}

function snapshots({ snapStart, memoryMb, architecture, coldCount }: ExpectedWork, prices: Prices): number {
  if (snapStart === undefined) {
    return 0;
  }
  const { runtime, stoodMs } = snapStart;
  const cold = { memoryMb, architecture, billedMs: 0, restoredRuntime: runtime };
  const restoreUsd = (costPerMillionColdStarts(cold, prices) - costPerMillion(cold, prices)) / 1e6;
  const kept = { kind: "snapshot", memoryMb, architecture, runtime, environments: 1, stoodMs } as const;
  return coldCount * restoreUsd + standingUsd(kept, prices);
}

function provisioned({ provisioned, memoryMb, architecture }: ExpectedWork, prices: Prices): number {
  if (provisioned === undefined) {
    return 0;
  }
  const { environmentCount: environments, stoodMs } = provisioned;
  return standingUsd(
    { kind: "provisioned", memoryMb, architecture, runtime: "", environments, stoodMs },
    prices,
  );
}
