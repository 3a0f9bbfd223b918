import type { PlannedEnvironment } from "../plan/plan.ts";
import type { Variant } from "../plan/variant.ts";
import type { Sample } from "../samples/sample.ts";

/** Why measuring ended. */
export type RunEnd = "complete" | "limited" | "interrupted" | "lost";

/** What the measuring loop tells its caller, between phases only. */
export type RunEvent =
  /** An environment has ended; its samples belong into the record now. */
  | {
      readonly type: "environment";
      readonly planned: PlannedEnvironment;
      readonly samples: readonly Sample[];
    }
  /** By the samples of so many blocks the stopping rule needs nothing more of a variant: its remaining environments are left out. */
  | { readonly type: "variant-ended"; readonly variant: Variant; readonly blocks: number }
  /** A scenario's own command failed, or its time is up: its remaining environments are left out. */
  | { readonly type: "scenario-ended"; readonly scenario: string; readonly why: ScenarioEnd }
  /** The target cannot be used any more: the environment under way is not recorded, and none follows. */
  | { readonly type: "target-lost"; readonly reason: string; readonly hint?: string | undefined }
  | { readonly type: "ended"; readonly how: RunEnd };

/** Why a scenario's measuring ended before its plan did. */
export type ScenarioEnd = { readonly kind: "max-time" } | { readonly kind: "hook"; readonly message: string };
