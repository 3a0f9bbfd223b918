import { type Prices, usEast1 } from "./prices.ts";

/** What the price of an invocation hangs on. */
export interface BilledInvocation {
  /** A cold start's holds its init, or the billed part of its restore: Lambda bills it since August 2025. */
  readonly billedMs: number;
  readonly memoryMb: number;
  /** `arm64` has a price of its own; anything else is paid as `x86_64`. */
  readonly architecture: string;
  /** Size of /tmp in MB; absent: what costs nothing. */
  readonly ephemeralStorageMb?: number | undefined;
  /** Bytes of its answer that are paid for: those that `streamedBytes` gives. */
  readonly streamedBytes?: number | undefined;
  /** Its environment was kept ready: duration has a price of its own then. */
  readonly provisioned?: boolean | undefined;
}

/** The same of one that began with a cold start. */
export interface BilledColdStart extends BilledInvocation {
  /** Runtime identifier, when the environment came from a snapshot. */
  readonly restoredRuntime?: string | undefined;
}

/** MB of /tmp that cost nothing. */
const freeStorageMb = 512;

/** Bytes of each answer that cost nothing; one that is not streamed has no more. */
const freeStreamedBytes = 6 * 2 ** 20;

const gb = 2 ** 30;

/**
 * US dollars for a million such invocations: requests, memory by duration, /tmp beyond 512 MB by duration, and what of a streamed
 * answer is beyond 6 MB. Neither the free tier nor what snapshots and environments cost while they stand counts, nor data transfer.
 * Source: https://aws.amazon.com/lambda/pricing/; init since "AWS Lambda standardizes billing for INIT phase", AWS Compute Blog 2025.
 */
export function costPerMillion(invocation: BilledInvocation, prices: Prices = usEast1): number {
  const { billedMs, memoryMb, architecture, ephemeralStorageMb = freeStorageMb } = invocation;
  const { streamedBytes: streamed = 0, provisioned = false } = invocation;
  const gbSecond = byArchitecture(provisioned ? prices.provisioned.gbSecond : prices.gbSecond, architecture);
  const perSecond =
    (memoryMb / 1024) * gbSecond +
    (Math.max(0, ephemeralStorageMb - freeStorageMb) / 1024) * prices.storageGbSecond;
  return 1e6 * (prices.request + (billedMs / 1000) * perSecond + (streamed / gb) * prices.streamedGb);
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

/** Bytes of an answer that are paid for. Source: https://aws.amazon.com/lambda/pricing/. */
export function streamedBytes(responseBytes: number): number {
  return Math.max(0, responseBytes - freeStreamedBytes);
}

/** Whether snapshots of a runtime cost nothing: those of Java do. Source: https://aws.amazon.com/lambda/pricing/. */
export function isFreeSnapshot(runtime: string): boolean {
  return runtime.startsWith("java");
}

/** The price that an architecture pays. */
export function byArchitecture(prices: Prices["gbSecond"], architecture: string): number {
  return prices[architecture === "arm64" ? "arm64" : "x86_64"];
}
