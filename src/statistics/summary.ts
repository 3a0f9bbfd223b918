import type { ExtensionPhase, Phase } from "../samples/phases.ts";
import type { ColdMethod, Side, Temperature } from "../samples/sample.ts";
import type { Estimate } from "./comparison.ts";
import type { Cost, VariantCost } from "./cost.ts";

/** An interval of 95 % confidence unless its user says otherwise. Milliseconds. */
export interface Interval {
  readonly lowMs: number;
  readonly highMs: number;
}

/** A distribution in figures. One that the samples cannot support is absent. */
export interface DistributionSummary {
  readonly temperature: Temperature;
  /** Samples in the distribution: status ok, not warm-up, the phase present. */
  readonly n: number;
  readonly minMs: number;
  readonly p50Ms: number;
  /** Distribution-free: order statistics (cold), environments resampled (warm); of several copies of a function copies resampled, too. */
  readonly p50Interval?: Interval | undefined;
  readonly p90Ms?: number | undefined;
  readonly p95Ms?: number | undefined;
  readonly p99Ms?: number | undefined;
  readonly p999Ms?: number | undefined;
  readonly maxMs: number;
  readonly meanMs: number;
  /** Sample standard deviation (n − 1); absent for n = 1. */
  readonly stddevMs?: number | undefined;
}

/** The distribution of one phase. */
export interface PhaseSummary extends DistributionSummary {
  readonly phase: Phase;
}

/** The distribution of one phase of an extension. */
export interface ExtensionPhaseSummary extends DistributionSummary {
  readonly phase: ExtensionPhase;
}

/** What one extension cost. */
export interface ExtensionSummary {
  /** As it registered; user data. */
  readonly name: string;
  /** In the order of `extensionPhases`, cold before warm; only those with n > 0. */
  readonly phases: readonly ExtensionPhaseSummary[];
}

/** One of the times that Lambda's JSON log names, by its clock and its definition. */
export interface PlatformTimeSummary {
  /** `responseLatency`, `extensionOverhead`, … */
  readonly name: string;
  /** Cold before warm; only those with n > 0. */
  readonly phases: readonly DistributionSummary[];
}

/** Failures of one kind: same status and error type. */
export interface FailureSummary {
  readonly status: string;
  readonly type: string;
  /** Failures outside warm-up. */
  readonly count: number;
  /** Those of them that were cold. */
  readonly cold: number;
  /** Failures in warm-up, which `count` leaves out. */
  readonly warmup: number;
  /** The first message seen. */
  readonly message: string;
}

/** The median of one copy of a function. */
export interface CopyMedian {
  /** Index in `segments` of run.json: the copies of a segment are its own. */
  readonly segment: number;
  readonly copy: number;
  readonly environments: number;
  readonly n: number;
  readonly p50Ms: number;
}

/** How far the copies of a function, which are the same, lie apart in one phase. */
export interface CopySpread {
  readonly phase: Phase;
  readonly temperature: Temperature;
  readonly copies: readonly CopyMedian[];
  /** From the smallest of the medians to the largest. */
  readonly rangeMs: number;
  /** The range as a multiple of the width of the interval of the median of all; absent where there is none. */
  readonly ofInterval?: number | undefined;
}

/** What asking for the end of the log does to warm round trips. */
export interface TailSummary {
  /** Environments that have calls of both kinds, and those calls. */
  readonly environments: number;
  readonly withTail: number;
  readonly withoutTail: number;
  /** Round trip with − without, in milliseconds; an end that cannot be told is infinite. */
  readonly shiftMs: Estimate;
}

/** One variant on one side. */
export interface VariantSummary {
  readonly variant: string;
  readonly side?: Side | undefined;
  readonly method?: ColdMethod | undefined;
  /** In the order of `phases`, cold before warm; only those with n > 0. */
  readonly phases: readonly PhaseSummary[];
  /** In the order of their names; only those that were seen in a sample of a distribution. */
  readonly extensions: readonly ExtensionSummary[];
  /** Where a log of Lambda's was JSON: in the order of `platformTimes`, others behind them by name. */
  readonly platform?: readonly PlatformTimeSummary[] | undefined;
  /** Samples that are neither warm-up nor ok. */
  readonly failedCold: number;
  readonly failedWarm: number;
  readonly okCold: number;
  readonly okWarm: number;
  /** Of `okWarm`: those with an init inside, after a reset of their environment. They are in no distribution. */
  readonly afterReset: number;
  /** Of `okCold`: those whose init failed and was done again inside the invocation. They have no `init`. */
  readonly repeatedInit: number;
  /** Environments outside warm-up blocks that ended because their lifetime or their idle limit was reached. */
  readonly recycled: number;
  /** Planned warm invocations that those environments did not come to; settling ones left out. */
  readonly notTakenWarm: number;
  /** Warm-up samples, counted nowhere else, and how many of them failed. */
  readonly warmup: number;
  readonly failedWarmup: number;
  readonly failures: readonly FailureSummary[];
  /** Lambda gives the time of more cores than the machine has: its figures are not Lambda's. */
  readonly shortOfCpu?: { readonly neededCores: number; readonly cores: number } | undefined;
  /** Median over environments of the largest peak seen in each. */
  readonly maxMemoryMb?: number | undefined;
  /** Median over cold samples. */
  readonly cpuInitMs?: number | undefined;
  /** Median over warm samples. */
  readonly cpuInvokeMs?: number | undefined;
  /** Cold `unattributed` less the warm median of the same variant and client: placement, and fetching the code. */
  readonly placement?: DistributionSummary | undefined;
  /** Of cold starts and warm durations, where a function had several copies. */
  readonly copies?: readonly CopySpread[] | undefined;
  /** Where warm calls were made in both ways. */
  readonly tail?: TailSummary | undefined;
  /** On Lambda, and in containers where memory is an axis. */
  readonly cost?: VariantCost | undefined;
}

/** Everything that reports show of a run beside its manifest. */
export interface Summary {
  /** In the manifest's order of variants, baseline before candidate. */
  readonly variants: readonly VariantSummary[];
  /** Ids of variants whose two sides are the same to the byte, and which were not measured for that; absent where there are none. */
  readonly identical?: readonly string[] | undefined;
  readonly sampleCount: number;
  readonly environmentCount: number;
  /** Noise over the run: the sum of what samples carry. */
  readonly stealMs?: number | undefined;
  /** The median of what samples carry, 0 to 1. */
  readonly cpuPressure?: number | undefined;
  /** Over all variants. */
  readonly tail?: TailSummary | undefined;
  /** Where variants have a cost. */
  readonly cost?: Cost | undefined;
}
