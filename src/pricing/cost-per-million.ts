import { type Prices, usEast1 } from "./prices.ts";

/** What the price of an invocation hangs on. */
export interface BilledInvocation {
  /** A cold start's holds its init, or the billed part of its restore: Lambda bills it since August 2025. */
  readonly billedMs: number;
  readonly memoryMb: number;
  /** `arm64` has a price of its own; anything else is paid as `x86_64`. */
  readonly architecture: string;
  /** Size of /tmp in MB. */
  readonly ephemeralStorageMb: number;
}

/** The same of one that began with a cold start. */
export interface BilledColdStart extends BilledInvocation {
  /** Runtime identifier, when the environment came from a snapshot. */
  readonly restoredRuntime?: string | undefined;
}

/** MB of /tmp that cost nothing. */
const freeStorageMb = 512;

/**
 * US dollars for a million such invocations: requests, memory by duration, and /tmp beyond 512 MB by duration. Neither the free
 * tier nor snapshots, provisioned concurrency or data transfer count.
 * Source: https://aws.amazon.com/lambda/pricing/; init since "AWS Lambda standardizes billing for INIT phase", AWS Compute Blog 2025.
 */
export function costPerMillion(
  { billedMs, memoryMb, architecture, ephemeralStorageMb }: BilledInvocation,
  prices: Prices = usEast1,
): number {
  const gbSecond = byArchitecture(prices.gbSecond, architecture);
  const perSecond =
    (memoryMb / 1024) * gbSecond +
    (Math.max(0, ephemeralStorageMb - freeStorageMb) / 1024) * prices.storageGbSecond;
  return 1e6 * (prices.request + (billedMs / 1000) * perSecond);
}

/**
 * US dollars for a million invocations that each begin with a cold start: as `costPerMillion`, and for each restore of a
 * snapshot its price by memory. Keeping snapshots is no cost of an invocation and is not in it.
 */
export function costPerMillionColdStarts(
  { restoredRuntime, ...invocation }: BilledColdStart,
  prices: Prices = usEast1,
): number {
  const restoreGb =
    restoredRuntime === undefined || isFreeSnapshot(restoredRuntime) ? 0 : prices.snapStart.restoreGb;
  return costPerMillion(invocation, prices) + 1e6 * (invocation.memoryMb / 1024) * restoreGb;
}

/** Whether snapshots of a runtime cost nothing: those of Java do. Source: https://aws.amazon.com/lambda/pricing/. */
export function isFreeSnapshot(runtime: string): boolean {
  return runtime.startsWith("java");
}

/** The price that an architecture pays. */
export function byArchitecture(prices: Prices["gbSecond"], architecture: string): number {
  return prices[architecture === "arm64" ? "arm64" : "x86_64"];
}
