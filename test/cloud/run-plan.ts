import { prepareVariants } from "../../src/cli/prepare-variants.ts";
import type { Plan } from "../../src/plan/plan.ts";
import type { Variant } from "../../src/plan/variant.ts";
import { measure } from "../../src/run/measure.ts";
import type { Measuring } from "../../src/run/measuring.ts";
import type { RunEvent } from "../../src/run/run-event.ts";
import type { RecordedEnvironment } from "../../src/samples/recorded-environment.ts";
import { systemClock } from "../../src/shared/clock.ts";
import { silentOutput } from "../unit/cli/silent-output.ts";
import { planOf } from "../unit/run/plans.ts";
import type { CloudBench } from "./target-bench.ts";

/** What is said of the scenario of `variantOf`. */
export function cloudPlan(variants: readonly Variant[]): Plan {
  return planOf(variants, { name: "test" });
}

/** Prepares a plan and measures it by the loop of `thaw run`; removes nothing. */
export async function runPlan(
  { target }: Pick<CloudBench, "target">,
  plan: Plan,
  changes: Partial<Measuring> = {},
): Promise<readonly RunEvent[]> {
  const { signal } = new AbortController();
  const { prepared } = await prepareVariants({
    plan,
    measureIdentical: true,
    failedHooks: new Map(),
    target,
    signal,
    redact: (text) => text,
    output: silentOutput,
  });
  const events: RunEvent[] = [];
  const measuring: Measuring = {
    plan,
    target,
    prepared,
    made: new Map<string, RecordedEnvironment>(),
    firstEnvironment: 0,
    segment: 0,
    clock: systemClock,
    noise: () => ({ end: () => ({}) }),
    collectGarbage: () => {},
    runHook: async () => {},
    signal,
    ...changes,
  };
  for await (const event of measure(measuring)) {
    events.push(event);
  }
  return events;
}
