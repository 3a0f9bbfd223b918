/** What runs a variant. */
export type TargetName = "process" | "docker" | "lambda";

/** Where a run holds two versions of the code. */
export type Side = "baseline" | "candidate";

/** `cold`: the first invocation of an environment; `warm`: any later one. */
export type Temperature = "cold" | "warm";

/** How a cold start was brought about. Methods are never mixed in one distribution. */
export type ColdMethod =
  | "spawn"
  | "container"
  | "config-update"
  | "published-version"
  | "first-deploy"
  | "burst"
  | "idle"
  | "restore"
  | "provisioned"
  | "observed";

/** How a trial ended. Only `ok` samples enter a distribution. */
export type SampleStatus =
  | "ok"
  | "function-error"
  | "init-error"
  | "timeout"
  | "crash"
  | "out-of-memory"
  | "contaminated"
  | "throttled"
  | "target-error";

/** Why a trial failed: Lambda's error type, and the function's own words. */
export interface SampleError {
  readonly type: string;
  readonly message: string;
}

/** What disturbed the machine while the environment lived. Absent fields could not be read. */
export interface Noise {
  /** Time that the hypervisor gave to others, all cores together, while this environment lived. */
  readonly stealMs?: number | undefined;
  /** Share of time in which some task waited for a CPU (PSI `some`), 0 to 1. */
  readonly cpuPressure?: number | undefined;
  /** Time for which the CPU limit stopped the sandbox. */
  readonly throttledMs?: number | undefined;
  /** Largest delay of the harness's own event loop. */
  readonly loopDelayMs?: number | undefined;
}

/**
 * The phases and facts that a target saw of one invocation. Milliseconds; what a target cannot see is absent.
 * The phases' ends are defined in docs/method.md.
 */
export interface Observation {
  readonly status: SampleStatus;
  readonly error?: SampleError | undefined;
  readonly provisionMs?: number | undefined;
  readonly extensionInitMs?: Readonly<Record<string, number>> | undefined;
  readonly initMs?: number | undefined;
  /** An init that failed before the invocation, which then inits again (`suppressedInitMs`) and has no `initMs`. */
  readonly failedInitMs?: number | undefined;
  /** An init inside of the invocation, after a reset of the environment: a part of `durationMs`. */
  readonly suppressedInitMs?: number | undefined;
  readonly restoreMs?: number | undefined;
  readonly gapMs?: number | undefined;
  readonly invokeMs?: number | undefined;
  readonly firstByteMs?: number | undefined;
  readonly overheadMs?: number | undefined;
  readonly extensionOverheadMs?: Readonly<Record<string, number>> | undefined;
  readonly durationMs?: number | undefined;
  readonly roundTripMs?: number | undefined;
  readonly coldStartMs?: number | undefined;
  readonly coldTotalMs?: number | undefined;
  readonly unattributedMs?: number | undefined;
  readonly billedMs?: number | undefined;
  /** Billed for a restore: a part of `billedMs`. */
  readonly billedRestoreMs?: number | undefined;
  readonly maxMemoryMb?: number | undefined;
  /** The most that the memory limit counted so far, the page cache included. */
  readonly peakWithCacheMb?: number | undefined;
  readonly cpuInitMs?: number | undefined;
  readonly cpuInvokeMs?: number | undefined;
  /** Time for which the CPU limit stopped the sandbox in init, and in this invocation. */
  readonly throttledInitMs?: number | undefined;
  readonly throttledInvokeMs?: number | undefined;
  /** Where init begins by the engine's own event, because the sandbox could not say it. */
  readonly initStart?: "engine" | undefined;
  readonly responseBytes?: number | undefined;
  /** Which of the copies of the function answered, from 0, where a variant has several. */
  readonly copy?: number | undefined;
  /** What the platform called the invocation, where that leads to its log. */
  readonly requestId?: string | undefined;
  /** Of a function URL: the status of HTTP that the function answered with, or Lambda in its place. */
  readonly httpStatus?: number | undefined;
  /** The version of the runtime that the environment's log names. */
  readonly runtimeVersionArn?: string | undefined;
  /**
   * What Lambda's JSON log tells beside its report, by its clock: `runtimeDone` and the spans `responseLatency`, `responseDuration`,
   * `runtimeOverhead`, `extensionOverhead` (of all extensions together), … as Lambda defines them; none of them is a phase of ours.
   */
  readonly platformMs?: Readonly<Record<string, number>> | undefined;
  /** The end of the log was not asked for with the answer, which that may delay: then only `roundTripMs` was seen. */
  readonly tail?: false | undefined;
  /** Fields of the platform's report that have no place above, by their names. */
  readonly otherFacts?: Readonly<Record<string, string>> | undefined;
}

/** What names a sample within a run: it occurs once. */
export interface SampleKey {
  /** The variant's id. */
  readonly variant: string;
  readonly side?: Side | undefined;
  /** Block of the plan, from 0; the warm-up blocks come first. Of an imported one the number of its line in the log. */
  readonly block: number;
  /** 0, or 1 and up where an earlier attempt was contaminated. */
  readonly attempt: number;
  /** 0 is the environment's first invocation (cold), 1 and up are warm. */
  readonly invocation: number;
}

/** One line of `samples.ndjson`: what one cold start or one warm invocation gave. */
export interface Sample extends SampleKey, Observation {
  readonly target: TargetName;
  /** Index of the segment in run.json in which it was taken; 0 in imported runs, which have none. */
  readonly segment: number;
  /** `e-00042`: the environment's name, unique in a run. Of an imported one the request's identifier: a log names no environment. */
  readonly environment: string;
  readonly temperature: Temperature;
  readonly method?: ColdMethod | undefined;
  /** Recorded, but never part of a distribution: a warm-up block, or one of the first `settle` warm invocations. */
  readonly warmup?: true | undefined;
  /** True on the last sample of its environment: what follows the last such line is a torn tail. */
  readonly last?: true | undefined;
  /** The environment ended after this sample because its lifetime or its idle limit was reached. */
  readonly recycled?: true | undefined;
  /**
   * ISO 8601 with milliseconds: when the invocation began (cold: when the environment began). Of an imported one: when its REPORT
   * line was written, so when it ended; absent where the log does not say.
   */
  readonly takenAt?: string | undefined;
  readonly noise?: Noise | undefined;
}
