import type { Measure } from "../samples/phases.ts";

/**
 * What is said of a difference. `identical`: both sides were prepared to the same digests and not measured.
 * `undecided` is never silently taken for `same`.
 */
export type Verdict = "slower" | "faster" | "same" | "undecided" | "identical";

/** A figure with its interval; an end that the samples cannot give is infinite. */
export interface Estimate {
  readonly value: number;
  readonly low: number;
  readonly high: number;
}

/** What decides of a difference whether it matters: a relative part (0.03 is 3 %) and milliseconds. */
export interface Margin {
  readonly relative: number;
  readonly absoluteMs: number;
}

/** How differences are judged; docs/method.md gives the reasons of the defaults. */
export interface Rule {
  /** Of calling a zero difference slower or faster, over all watched differences and all looks together. */
  readonly errorRate: number;
  /** A difference is called slower or faster only when it is at least both. */
  readonly smallestEffect: Margin;
  /** Within the larger of the two, two sides are the same. */
  readonly equivalence: Margin;
}

/** One phase compared. `shift` is candidate − baseline in milliseconds, `ratio` candidate / baseline; Hodges–Lehmann. */
export interface Difference extends Measure {
  readonly watched: boolean;
  /** Environments on each side that entered: pairs in a run of two sides. */
  readonly n: { readonly baseline: number; readonly candidate: number };
  /** Medians. Warm: of the environments' medians. */
  readonly baselineMs: number;
  readonly candidateMs: number;
  readonly shift: Estimate;
  readonly ratio: Estimate;
  /** Of both intervals, 0 to 1: 1 − the error that this look may spend on this difference. */
  readonly confidence: number;
  /**
   * Copies of the function that each side had, where one had several, and whether both intervals hold what copies differ by. They do
   * where there are enough for this confidence; else environments of one copy count as independent of each other.
   */
  readonly copies?:
    | { readonly baseline: number; readonly candidate: number; readonly inInterval: boolean }
    | undefined;
  /** Two-sided; over the watched differences of a comparison of fixed size adjusted after Holm, absent where looks were planned. */
  readonly p?: number | undefined;
  /** Of watched differences alone. */
  readonly verdict?: Verdict | undefined;
  /**
   * Cold starts a side beyond those taken after which it would likely be decided; of undecided ones, where it can be told: not where
   * copies are in the interval, as more cold starts of the same copies do not tell what these differ by.
   */
  readonly moreColdStarts?: number | undefined;
}

/** The difference of a high percentile, 95 %, by resampling; shown and never judged, but by a relative budget. */
export interface QuantileDifference extends Measure {
  /** 950 only where a relative budget asks for it. */
  readonly permille: 900 | 950 | 990;
  readonly baselineMs: number;
  readonly candidateMs: number;
  readonly shift: Estimate;
}

/** What is not time. `maxMemoryMb`: MB; `cpuInitMs`, `cpuInvokeMs`: ms of CPU time. Intervals of 95 %. */
export interface ResourceDifference {
  readonly resource: "maxMemoryMb" | "cpuInitMs" | "cpuInvokeMs";
  readonly baseline: number;
  readonly candidate: number;
  readonly shift: Estimate;
}

/** A figure that is known of both sides, without chance. */
export interface TwoFigures {
  readonly baseline: number;
  readonly candidate: number;
}

/** Why a variant's differences may not be relied on, or were not judged at all. */
export type Weakness =
  /** It was not measured on a side: not in that run, its runtime missing, or its package did not build. */
  | { readonly kind: "missing"; readonly side: "baseline" | "candidate"; readonly reason: string }
  /** Too few environments on a side for an interval at all. */
  | { readonly kind: "too-few"; readonly measure: Measure; readonly n: number }
  /** Failed and contaminated samples outside warm-up, and how many there were in all. */
  | {
      readonly kind: "failed";
      readonly side: "baseline" | "candidate";
      readonly failed: number;
      readonly of: number;
    };

/** One variant on both sides. */
export interface VariantComparison {
  readonly variant: string;
  readonly scenario: string;
  /** The first that applies to a watched difference: slower, undecided, faster, same. */
  readonly verdict: Verdict;
  readonly weaknesses: readonly Weakness[];
  /** Watched ones first, in the order of `--watch`; then the others in the order of `phases`, cold before warm. */
  readonly differences: readonly Difference[];
  readonly quantiles: readonly QuantileDifference[];
  readonly resources: readonly ResourceDifference[];
  readonly packageBytes?: TwoFigures | undefined;
  /** USD for a million invocations: warm ones, and cold starts (init is billed). */
  readonly warmCostPerMillion?: TwoFigures | undefined;
  readonly coldCostPerMillion?: TwoFigures | undefined;
}

/** What one value of an axis costs against the axis' reference value, pooled over all else. */
export interface AxisEffect {
  readonly scenario: string;
  /** `layers`, `package`, `memory`, or another axis. */
  readonly axis: string;
  readonly reference: string;
  readonly value: string;
  /** Pairs of variants that are alike but for the axis. */
  readonly pairs: number;
  /** Milliseconds, 95 %; only phases that both have: init, coldStart, warm invoke. */
  readonly phases: readonly (Measure & { readonly shift: Estimate; readonly ratio: Estimate })[];
  /** MB. */
  readonly maxMemoryMb?: Estimate | undefined;
}

/** `not-applicable`: a relative budget where there is no baseline; it gates nothing. */
export type BudgetVerdict = "held" | "broken" | "undecided" | "not-applicable";

/** One budget of a scenario, held against one variant. */
export interface BudgetJudgement {
  readonly scenario: string;
  readonly variant: string;
  /** As the scenario has it: `coldStart.p90` and `800ms`. */
  readonly budget: string;
  readonly limit: string;
  readonly verdict: BudgetVerdict;
  /** What was measured, in the unit of the budget: ms, MB, bytes, USD; a share for relative budgets. Absent where nothing was. */
  readonly measured?: Estimate | undefined;
  /** Why it is undecided or not applicable, in words. */
  readonly reason?: string | undefined;
}

/** A variant that could be measured on neither side, where that was allowed: it is not compared and gates nothing. */
export interface LeftOut {
  readonly variant: string;
  readonly reason: string;
}

/** What a side of a comparison was. */
export interface ComparedRun {
  readonly runId: string;
  /** What people know it by: `main (a1b2c3d)`, a folder, or a run's directory. */
  readonly name: string;
  readonly gitCommit?: string | undefined;
  readonly gitDirty?: boolean | undefined;
}

/** Two sides of one run, or two runs, held against each other. */
export interface Comparison {
  /** `sides`: measured alternately in one run; `runs`: drift between them is not excluded. */
  readonly kind: "sides" | "runs";
  readonly baseline: ComparedRun;
  readonly candidate: ComparedRun;
  readonly target: string;
  /** Why they should not be compared; compared all the same, as asked for. */
  readonly despite: readonly string[];
  readonly errorRate: number;
  /** All differences over which the error is spent. */
  readonly watchedCount: number;
  readonly watched: readonly Measure[];
  /** Planned looks and those taken, where the run could stop early. */
  readonly looks?: { readonly planned: number; readonly taken: number } | undefined;
  /** In the order of the candidate's run; those of the baseline alone come last. */
  readonly variants: readonly VariantComparison[];
  readonly leftOut: readonly LeftOut[];
  readonly budgets: readonly BudgetJudgement[];
  readonly axisEffects: readonly AxisEffect[];
}

/** What fails a command: see docs/command-line.md. */
export type FailOn = "slower" | "budget" | "any";

/** Whether what was asked for holds, with the reasons in sentences. */
export interface Gate {
  readonly outcome: "passed" | "failed" | "undecided";
  /** What failed it, then what is undecided; empty where it passed. */
  readonly reasons: readonly string[];
}
