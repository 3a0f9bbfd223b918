import type { Plan } from "../plan/plan.ts";
import type { Variant } from "../plan/variant.ts";
import { preparedKey } from "../run/measure.ts";
import type { NotMeasured, PreparedFacts } from "../samples/run-manifest.ts";
import { PreparationError, UnavailableError } from "../shared/errors.ts";
import type { PreparedVariant, Target } from "../targets/target.ts";
import type { Output } from "./output.ts";
import type { Redact } from "./secrets.ts";

/** The variants that can be measured, and why the others cannot. */
export interface PreparedVariants {
  readonly prepared: ReadonlyMap<string, PreparedVariant>;
  readonly notMeasured: readonly NotMeasured[];
}

/** What preparing needs. */
export interface Preparing {
  readonly plan: Plan;
  /** Scenarios whose own command failed, with the reason. */
  readonly failedHooks: ReadonlyMap<string, string>;
  readonly target: Target;
  readonly signal: AbortSignal;
  readonly redact: Redact;
  readonly output: Output;
}

/**
 * Prepares every side of every variant, one after the other, but for scenarios whose own command failed before;
 * what fails is told, not thrown.
 */
export async function prepareVariants(preparing: Preparing): Promise<PreparedVariants> {
  const { plan, failedHooks, target, signal, redact, output } = preparing;
  const prepared = new Map<string, PreparedVariant>();
  const notMeasured: NotMeasured[] = [];
  for (const [index, variant] of plan.variants.entries()) {
    const reason = failedHooks.get(variant.scenario);
    if (reason !== undefined) {
      notMeasured.push({ variant: variant.id, kind: "preparation", reason });
      continue;
    }
    for (const side of plan.sides) {
      if (signal.aborted) {
        return { prepared, notMeasured };
      }
      if (output.interactive) {
        output.status(
          `preparing ${index + 1} of ${plan.variants.length}  ${variant.id}`.slice(0, output.columns - 1),
        );
      }
      try {
        const { facts, start } = await target.prepare(variant, side, signal);
        prepared.set(preparedKey({ variant, side }), { facts: withoutSecrets(facts, redact), start });
      } catch (error) {
        if (!signal.aborted) {
          notMeasured.push(reasonOf(variant, error, redact));
        }
      }
    }
  }
  return { prepared, notMeasured };
}

/** What is known of the prepared sides of a variant. */
export function factsOf(
  plan: Plan,
  variant: Variant,
  { prepared }: PreparedVariants,
): readonly PreparedFacts[] {
  return plan.sides.flatMap((side) => {
    const found = prepared.get(preparedKey({ variant, side }));
    return found === undefined ? [] : [found.facts];
  });
}

/** The name of an image may hold what `${env:NAME}` gave. */
function withoutSecrets(facts: PreparedFacts, redact: Redact): PreparedFacts {
  const { runtimeVersion } = facts;
  return runtimeVersion === undefined ? facts : { ...facts, runtimeVersion: redact(runtimeVersion) };
}

function reasonOf(variant: Variant, error: unknown, redact: Redact): NotMeasured {
  if (error instanceof UnavailableError || error instanceof PreparationError) {
    const kind = error instanceof UnavailableError ? "unavailable" : "preparation";
    return {
      variant: variant.id,
      kind,
      reason: redact(error.message),
      ...(error.hint === undefined ? {} : { hint: error.hint }),
    };
  }
  throw error;
}
