import type { Plan } from "../../src/plan/plan.ts";
import { maxAttempts, plannedInvocations } from "../../src/run/progress-made.ts";
import type { RunEvent } from "../../src/run/run-event.ts";
import { endsEnvironment } from "../../src/samples/recorded-environment.ts";
import type { Sample } from "../../src/samples/sample.ts";

export function samplesIn(events: readonly RunEvent[]): readonly Sample[] {
  return events.flatMap((event) => (event.type === "environment" ? event.samples : []));
}

/**
 * Environments of a plan of which not all is known, in words. Known is one that is whole or has ended by what its last sample says;
 * before it were contaminated ones only, and itself it is contaminated only as the last that is tried.
 */
export function unaccounted(plan: Plan, events: readonly RunEvent[]): readonly string[] {
  const taken = new Map<string, Sample[]>();
  for (const sample of samplesIn(events)) {
    const key = `${sample.variant} block ${sample.block} attempt ${sample.attempt}`;
    taken.set(key, [...(taken.get(key) ?? []), sample]);
  }
  return plan.variants.flatMap(({ id, samples }) =>
    Array.from({ length: samples.warmupBlocks + samples.cold }, (_, block) => `${id} block ${block}`).filter(
      (environment) => !isKnown(plan, environment, taken),
    ),
  );
}

function isKnown({ variants: [variant] }: Plan, environment: string, taken: Map<string, Sample[]>): boolean {
  for (let attempt = 0; attempt < maxAttempts; attempt++) {
    const samples = taken.get(`${environment} attempt ${attempt}`);
    const last = samples?.at(-1);
    const isWhole = variant !== undefined && samples?.length === plannedInvocations(variant);
    if (samples === undefined || last === undefined || !(isWhole || endsEnvironment(last))) {
      return false;
    }
    if (!samples.some(({ status }) => status === "contaminated")) {
      return !taken.has(`${environment} attempt ${attempt + 1}`);
    }
  }
  return true;
}
