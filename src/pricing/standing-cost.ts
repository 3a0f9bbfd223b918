import { byArchitecture, isFreeSnapshot } from "./cost-per-million.ts";
import type { Prices } from "./prices.ts";

/** What cost money for as long as it stood: environments that were kept ready, or snapshots of versions. */
export interface Standing {
  readonly kind: "provisioned" | "snapshot";
  readonly memoryMb: number;
  readonly architecture: string;
  readonly runtime: string;
  /** Environments of each that was kept ready; of snapshots it says nothing. */
  readonly environments: number;
  /** How long each stood, in milliseconds. */
  readonly stoodMs: readonly number[];
}

/** Provisioned concurrency is paid from when it is asked for until it is removed, in pieces of five minutes. */
export const pieceMs = 300_000;

/** A snapshot is paid for three hours at least. */
const leastKeptMs = 3 * 3_600_000;

/**
 * US dollars for what stood, each for itself rounded up to what is paid for. Two that stand one after the other within five minutes
 * may share a piece: then it is a bound. Source: https://aws.amazon.com/lambda/pricing/.
 */
export function standingUsd(standing: Standing, prices: Prices): number {
  const { kind, memoryMb, architecture, runtime, environments, stoodMs } = standing;
  const seconds = (paidMs: (ms: number) => number) => stoodMs.reduce((all, ms) => all + paidMs(ms), 0) / 1000;
  const gbytes = memoryMb / 1024;
  switch (kind) {
    case "provisioned": {
      const gbSecond = byArchitecture(prices.provisioned.reservedGbSecond, architecture);
      return (
        environments * gbytes * gbSecond * seconds((ms) => Math.max(1, Math.ceil(ms / pieceMs)) * pieceMs)
      );
    }
    case "snapshot":
      return isFreeSnapshot(runtime)
        ? 0
        : gbytes * prices.snapStart.cacheGbSecond * seconds((ms) => Math.max(ms, leastKeptMs));
    default:
      return kind satisfies never;
  }
}
