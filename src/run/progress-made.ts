import type { PlannedEnvironment } from "../plan/plan.ts";
import type { Variant } from "../plan/variant.ts";
import type { SampleStatus, Side } from "../samples/sample.ts";

/** What an earlier segment of the run already recorded of one environment of the plan. */
export interface Recorded {
  /** Invocations on record: 0 up to this, exclusive. */
  readonly invocations: number;
  /** The highest attempt on record. */
  readonly attempt: number;
  /** True when the environment died, so that no further invocation of it can come. */
  readonly dead: boolean;
}

/** Recorded environments by `environmentKey`. */
export type ProgressMade = ReadonlyMap<string, Recorded>;

/** What names an environment of the plan. */
export function environmentKey(variant: string, side: Side | undefined, block: number): string {
  return `${variant}|${side ?? ""}|${block}`;
}

/** Invocations that the plan wants of one environment: the cold one, `settle` and `warm` ones. */
export function plannedInvocations(variant: Variant): number {
  return 1 + variant.samples.settle + variant.samples.warm;
}

/** The first invocation of a planned environment that is not yet on record, or undefined when all are. */
export function firstMissing(planned: PlannedEnvironment, made: ProgressMade): number | undefined {
  const recorded = made.get(environmentKey(planned.variant.id, planned.side, planned.block));
  if (recorded === undefined) {
    return 0;
  }
  const done = recorded.dead || recorded.invocations >= plannedInvocations(planned.variant);
  return done ? undefined : recorded.invocations;
}

/** True for the ends after which an environment serves no further invocation. */
export function isDeadly(status: SampleStatus): boolean {
  switch (status) {
    case "init-error":
    case "timeout":
    case "crash":
    case "out-of-memory":
    case "target-error":
      return true;
    case "ok":
    case "function-error":
    case "contaminated":
    case "throttled":
      return false;
    default:
      return status satisfies never;
  }
}
