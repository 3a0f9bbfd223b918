import type { Variant } from "../../src/plan/variant.ts";
import type { Observation } from "../../src/samples/sample.ts";
import { messageOf } from "../../src/shared/errors.ts";
import type { PreparedVariant } from "../../src/targets/target.ts";
import { type CloudBench, take } from "./target-bench.ts";

/** One environment of a variant and what it gave, over all of its attempts. */
export interface Measured {
  readonly variant: string;
  readonly attempts: readonly (readonly Observation[])[];
}

/** Contaminated ones are taken again until they were tried this often, as the loop does. */
const maxAttempts = 3;

/** Takes every environment of some variants, block by block, as many at once as the target allows. */
export async function measureAll(
  { target }: CloudBench,
  variants: readonly Variant[],
): Promise<readonly Measured[]> {
  const { signal } = new AbortController();
  const prepared = new Map<string, PreparedVariant>();
  for (const variant of variants) {
    prepared.set(variant.id, await target.prepare(variant, undefined, signal));
  }
  const wanted = Array.from({ length: variants[0]?.samples.cold ?? 0 }, () => variants).flat();
  const measured: Measured[] = [];
  const worker = async () => {
    for (let variant = wanted.shift(); variant !== undefined; variant = wanted.shift()) {
      const one = prepared.get(variant.id);
      if (one !== undefined) {
        measured.push({ variant: variant.id, attempts: await attempts(one, variant.samples.warm) });
      }
    }
  };
  await Promise.all(Array.from({ length: target.atOnce ?? 1 }, worker));
  return measured;
}

async function attempts(prepared: PreparedVariant, warm: number): Promise<(readonly Observation[])[]> {
  const all: (readonly Observation[])[] = [];
  for (let attempt = 0; attempt < maxAttempts; attempt++) {
    const seen = await take(prepared, warm).catch((error: unknown): Observation[] => [
      { status: "target-error", error: { type: "Thaw.TargetError", message: messageOf(error) } },
    ]);
    all.push(seen);
    if (!seen.some(({ status }) => status === "contaminated")) {
      break;
    }
  }
  return all;
}
