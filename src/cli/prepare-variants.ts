import type { Plan } from "../plan/plan.ts";
import type { Variant } from "../plan/variant.ts";
import { preparedKey } from "../run/prepared-key.ts";
import type { NotMeasured, PreparedFacts } from "../samples/run-manifest.ts";
import type { Side } from "../samples/sample.ts";
import { PreparationError, UnavailableError } from "../shared/errors.ts";
import { hasIdenticalSides } from "../statistics/sides-plan.ts";
import type { PreparedVariant, Target } from "../targets/target.ts";
import type { OpenBaseline } from "./open-baseline.ts";
import type { Output } from "./output.ts";
import type { Redact } from "./secrets.ts";

/** The variants that can be measured, and why the others cannot. */
export interface PreparedVariants {
  /** What is measured. */
  readonly prepared: ReadonlyMap<string, PreparedVariant>;
  /** What is known of each side, by the variant's id: of variants that were prepared whole. */
  readonly facts: ReadonlyMap<string, readonly PreparedFacts[]>;
  /** Ids of variants whose sides are the same to the byte, and which are not measured therefore. */
  readonly identical: readonly string[];
  readonly notMeasured: readonly NotMeasured[];
}

/** What preparing needs. */
export interface Preparing {
  readonly plan: Plan;
  /** Given where the plan has two sides. */
  readonly baseline?: OpenBaseline | undefined;
  /** Sides that are the same to the byte are measured, too. */
  readonly measureIdentical: boolean;
  /** Scenarios whose own command failed, with the reason. */
  readonly failedHooks: ReadonlyMap<string, string>;
  readonly target: Target;
  readonly signal: AbortSignal;
  readonly redact: Redact;
  readonly output: Output;
}

/**
 * Prepares every side of every variant, as many at once as the target can, but for scenarios whose own command failed before; what
 * fails is told, not thrown. Where a side fails, the other is not measured either.
 */
export async function prepareVariants(preparing: Preparing): Promise<PreparedVariants> {
  const { plan, measureIdentical } = preparing;
  const prepared = new Map<string, PreparedVariant>();
  const facts = new Map<string, readonly PreparedFacts[]>();
  const identical: string[] = [];
  const notMeasured: NotMeasured[] = [];
  const outcomes = await sidesOfAll(preparing);
  for (const [index, variant] of plan.variants.entries()) {
    const sides = outcomes[index];
    if (sides === undefined) {
      continue;
    }
    notMeasured.push(...onceWhereAlike(sides.failed));
    if (sides.failed.length > 0) {
      continue;
    }
    const known = sides.ready.map(({ one }) => one.facts);
    facts.set(variant.id, known);
    if (!measureIdentical && hasIdenticalSides({ prepared: known })) {
      identical.push(variant.id);
      continue;
    }
    for (const { side, one } of sides.ready) {
      prepared.set(preparedKey({ variant, side }), one);
    }
  }
  return { prepared, facts, identical, notMeasured };
}

/** By the index of the variant; none of what was left when the signal came. */
async function sidesOfAll(preparing: Preparing): Promise<readonly (PreparedSides | undefined)[]> {
  const { plan, failedHooks, target, signal } = preparing;
  const outcomes: (PreparedSides | undefined)[] = [];
  const queue = plan.variants.entries();
  const work = async () => {
    for (const [index, variant] of queue) {
      const reason = failedHooks.get(variant.scenario);
      if (reason !== undefined) {
        outcomes[index] = { ready: [], failed: [{ variant: variant.id, kind: "preparation", reason }] };
        continue;
      }
      showPlace(preparing, variant, index);
      const sides = await prepareSides(preparing, variant);
      if (signal.aborted) {
        return;
      }
      outcomes[index] = sides;
    }
  };
  const workers = Array.from({ length: target.preparesAtOnce ?? 1 }, work);
  // Whatever one throws, the others have ended before what they made is removed.
  const settled = await Promise.allSettled(workers);
  const thrown = settled.find((one) => one.status === "rejected");
  if (thrown !== undefined) {
    throw thrown.reason;
  }
  return outcomes;
}

function showPlace({ plan, output }: Preparing, variant: Variant, index: number): void {
  if (output.interactive) {
    const text = `preparing ${index + 1} of ${plan.variants.length}  ${variant.id}`;
    output.status(text.slice(0, output.columns - 1));
  }
}

interface PreparedSides {
  readonly ready: { readonly side: Side | undefined; readonly one: PreparedVariant }[];
  readonly failed: NotMeasured[];
}

/** Also the second side of one whose first has failed: what is wrong with both is said at once. */
async function prepareSides(preparing: Preparing, variant: Variant): Promise<PreparedSides> {
  const { plan, baseline, target, signal, redact } = preparing;
  const sides: PreparedSides = { ready: [], failed: [] };
  for (const side of plan.sides) {
    if (signal.aborted) {
      return sides;
    }
    try {
      const made = side === "baseline" ? of(baseline).variantOf(variant) : variant;
      const { facts, start } = await target.prepare(made, side, signal);
      sides.ready.push({ side, one: { facts: withoutSecrets(facts, redact), start } });
    } catch (error) {
      if (!signal.aborted) {
        const shown = (message: string) => redact(baseline?.shown(message) ?? message);
        sides.failed.push(reasonOf(variant, side, error, shown));
      }
    }
  }
  return sides;
}

function of(baseline: OpenBaseline | undefined): OpenBaseline {
  if (baseline === undefined) {
    throw new Error("a plan of two sides without a baseline");
  }
  return baseline;
}

/** What both sides lack for one reason, as a runtime, is the variant's. */
function onceWhereAlike(failed: readonly NotMeasured[]): readonly NotMeasured[] {
  const [one, other] = failed;
  if (one === undefined || other === undefined || one.kind !== other.kind || one.reason !== other.reason) {
    return failed;
  }
  const { side: _, ...ofBoth } = one;
  return [ofBoth];
}

/** The name of an image may hold what `${env:NAME}` gave. */
function withoutSecrets(facts: PreparedFacts, redact: Redact): PreparedFacts {
  const { runtimeVersion } = facts;
  return runtimeVersion === undefined ? facts : { ...facts, runtimeVersion: redact(runtimeVersion) };
}

function reasonOf(variant: Variant, side: Side | undefined, error: unknown, shown: Redact): NotMeasured {
  if (error instanceof UnavailableError || error instanceof PreparationError) {
    const kind = error instanceof UnavailableError ? "unavailable" : "preparation";
    return {
      variant: variant.id,
      ...(side === undefined ? {} : { side }),
      kind,
      reason: shown(error.message),
      ...(error.hint === undefined ? {} : { hint: error.hint }),
    };
  }
  throw error;
}
