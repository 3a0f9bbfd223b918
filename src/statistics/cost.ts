import type { MemoryPoint } from "../pricing/best-memory.ts";
import type { Side, Temperature } from "../samples/sample.ts";

/** Whose prices a cost is made of. */
export interface UsedPrices {
  /** Where functions ran; absent where that is not known, or was not on AWS. */
  readonly region?: string | undefined;
  /** The region that the prices are of: another one where its own are not known. */
  readonly pricesOf: string;
  /** Month in which they were read: `2026-09`. */
  readonly asOf: string;
}

/** What one variant costs on one side, in US dollars. */
export interface VariantCost {
  /** All that is on record of it, warm-up and failures included; only on Lambda. */
  readonly runUsd?: number | undefined;
  /** A million warm invocations, and a million that begin with a cold start, by their mean billed durations. */
  readonly warmPerMillionUsd?: number | undefined;
  readonly coldPerMillionUsd?: number | undefined;
}

/** What a run on Lambda cost, in US dollars. */
export interface RunCost {
  readonly totalUsd: number;
  /** Of it: restores, and keeping snapshots. */
  readonly snapshotsUsd: number;
  /** Of it: keeping environments ready. */
  readonly provisionedUsd: number;
  /** Invocations that Lambda bills: those on record that it did not refuse, and those that a resume made again. */
  readonly invocations: number;
  /** Of them: those without a billed duration of their own, which count as the mean of their variant and temperature. */
  readonly estimated: number;
  /** Of them: those of which not even that is known, as they failed, and which are not in the total. */
  readonly unknown: number;
  /** Environments that were begun and are not on record; at most, where a killed segment cannot say. Not in the total. */
  readonly lostEnvironments: number;
  /** The most that all of these can have cost on top: each ran into its timeout. 0 where nothing is unknown. */
  readonly unknownAtMostUsd: number;
  /** What stood in segments that were killed counts as the least that is paid for. */
  readonly standingIsLeast: boolean;
}

/** Which of several memory sizes of what is the same otherwise does best. */
export interface MemoryChoice {
  readonly scenario: string;
  /** Ids of the variants that the choice is between. */
  readonly variants: readonly string[];
  readonly side?: Side | undefined;
  /** By warm invocations and their duration, or by cold starts. */
  readonly temperature: Temperature;
  /** Of each of these variants. */
  readonly points: readonly MemoryPoint[];
  readonly cheapest: MemoryPoint;
  readonly fastest: MemoryPoint;
  readonly balanced: MemoryPoint;
}

/** What a run says of money. */
export interface Cost {
  /** Each once. */
  readonly prices: readonly UsedPrices[];
  /** Only on Lambda. */
  readonly run?: RunCost | undefined;
  /** Where memory is an axis. */
  readonly memory: readonly MemoryChoice[];
}
