import type { PlannedEnvironment } from "../plan/plan.ts";
import type { Variant } from "../plan/variant.ts";
import { environmentKey, type RecordedEnvironment } from "../samples/recorded-environment.ts";

/** Recorded environments by `environmentKey`. */
export type ProgressMade = ReadonlyMap<string, RecordedEnvironment>;

/** A contaminated environment is taken again until it was tried this often. */
export const maxAttempts = 3;

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
  if (recorded.contaminated) {
    return recorded.attempt + 1 < maxAttempts ? 0 : undefined;
  }
  const done = recorded.dead || recorded.invocations >= plannedInvocations(planned.variant);
  return done ? undefined : recorded.invocations;
}
