import { type Prices, usEast1 } from "./prices.ts";

/** What the price of an invocation hangs on. */
export interface BilledInvocation {
  /** A cold start's holds its init: Lambda bills it since August 2025. */
  readonly billedMs: number;
  readonly memoryMb: number;
  /** `arm64` has a price of its own; anything else is paid as `x86_64`. */
  readonly architecture: string;
  /** Size of /tmp in MB; absent: what costs nothing. */
  readonly ephemeralStorageMb?: number | undefined;
}

/** MB of /tmp that cost nothing. */
const freeStorageMb = 512;

/**
 * US dollars for a million such invocations: requests, memory by duration, and /tmp beyond 512 MB by duration. Neither the free
 * tier nor snapshots, provisioned concurrency or data transfer count.
 * Source: https://aws.amazon.com/lambda/pricing/; init since "AWS Lambda standardizes billing for INIT phase", AWS Compute Blog 2025.
 */
export function costPerMillion(
  { billedMs, memoryMb, architecture, ephemeralStorageMb = freeStorageMb }: BilledInvocation,
  prices: Prices = usEast1,
): number {
  const gbSecond = prices.gbSecond[architecture === "arm64" ? "arm64" : "x86_64"];
  const perSecond =
    (memoryMb / 1024) * gbSecond +
    (Math.max(0, ephemeralStorageMb - freeStorageMb) / 1024) * prices.storageGbSecond;
  return 1e6 * (prices.request + (billedMs / 1000) * perSecond);
}
