import type { Contract, Requirement } from "./check.ts";

/** How a check ended. */
export type Outcome =
  | { readonly status: "passed" }
  | { readonly status: "failed"; readonly expected: string; readonly found: string }
  | {
      readonly status: "skipped";
      /**
       * `no-convention`: left out on request. `not-applicable`: there was nothing to check. `blocked`: something else
       * failed before it, so that nobody knows; a required check that is blocked does not hold.
       */
      readonly why: "no-convention" | "not-applicable" | "blocked";
      readonly reason: string;
    };

/** What is known of a check after the suite. */
export interface CheckResult {
  readonly id: string;
  readonly title: string;
  readonly contract: Contract;
  readonly requirement: Requirement;
  readonly needsConvention: boolean;
  readonly outcome: Outcome;
}

/** The results of one topic. */
export interface GroupResult {
  readonly title: string;
  readonly checks: readonly CheckResult[];
}

/** How many checks ended how. */
export interface OutcomeCounts {
  readonly passed: number;
  readonly failed: number;
  readonly skipped: number;
}

/** What the suite found about one runtime. */
export interface ConformanceResult {
  /** The runtime: a path, or a variant's id. */
  readonly subject: string;
  /** True when every required check that was asked for holds. */
  readonly conforms: boolean;
  readonly required: OutcomeCounts;
  readonly optional: OutcomeCounts;
  readonly groups: readonly GroupResult[];
}
