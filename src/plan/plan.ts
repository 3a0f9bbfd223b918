import type { ScenarioRules } from "../samples/run-manifest.ts";
import type { Side } from "../samples/sample.ts";
import type { Variant } from "./variant.ts";

/** Shell commands of a scenario; never run inside a phase. */
export interface PlannedHooks {
  readonly prepare?: string | undefined;
  readonly conclude?: string | undefined;
  readonly beforeBlock?: string | undefined;
  readonly afterBlock?: string | undefined;
}

/** What belongs to a scenario as a whole. */
export interface PlannedScenario {
  readonly name: string;
  readonly file: string;
  /** Folder in which hooks run. */
  readonly folder: string;
  readonly hooks: PlannedHooks;
  /** Ends this scenario's measuring when its environments together took this long. */
  readonly maxTimeMs?: number | undefined;
  /** How its samples are judged, and when they are enough; nothing of it is part of the digest. */
  readonly rules: ScenarioRules;
}

/** What will be measured, in full: the order follows from `seed`, `blocks` and `variants`. */
export interface Plan {
  readonly seed: number;
  /** SHA-256 of everything below except the seed and the scenarios' rules. */
  readonly digest: string;
  readonly scenarios: readonly PlannedScenario[];
  readonly variants: readonly Variant[];
  /** The largest `warmupBlocks + cold` of all variants. */
  readonly blocks: number;
  /** Sides that each variant has: `[undefined]` for a plain run. */
  readonly sides: readonly (Side | undefined)[];
  /** Settings that this version accepts and does not use, one sentence each. */
  readonly notYetUsed: readonly string[];
}

/** One environment to be: a cold start and the warm invocations after it. */
export interface PlannedEnvironment {
  readonly block: number;
  readonly variant: Variant;
  readonly side: Side | undefined;
  /** True in the variant's warm-up blocks. */
  readonly warmup: boolean;
}
