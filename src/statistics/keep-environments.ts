import type { MeasureValues, VariantValues } from "./environment-values.ts";

/**
 * The values without those of environments that were taken again, in a later attempt at their block: the later one stands for
 * them. `attempts` has one number for each environment, `latest` the highest attempt of each block that has several.
 */
export function latestAttempts(
  values: VariantValues,
  attempts: Float64Array,
  latest: ReadonlyMap<number, number>,
): VariantValues {
  const kept = Array.from(
    values.blocks,
    (block, index) => (attempts[index] ?? 0) >= (latest.get(block) ?? 0),
  );
  return keepEnvironments(values, kept);
}

/** The values as they were when the first `blocks` blocks, warm-up blocks included, were on record. Counts stay those of all. */
export function firstBlocks(values: VariantValues, blocks: number): VariantValues {
  return keepEnvironments(
    values,
    Array.from(values.blocks, (block) => block < blocks),
  );
}

function keepEnvironments(values: VariantValues, kept: readonly boolean[]): VariantValues {
  if (kept.every(Boolean)) {
    return values;
  }
  const isKept = (_: number, index: number) => kept[index] === true;
  const numbers = newNumbers(kept);
  return {
    ...values,
    blocks: values.blocks.filter(isKept),
    segments: values.segments.filter(isKept),
    measures: new Map(
      [...values.measures]
        .map(([name, measure]) => [name, keepValues(measure, kept, numbers)] as const)
        .filter(([, measure]) => measure.values.length > 0),
    ),
    maxMemoryMb: values.maxMemoryMb.filter(isKept),
    cpuInitMs: values.cpuInitMs.filter(isKept),
    cpuInvokeMs: values.cpuInvokeMs.filter(isKept),
    coldBilledMs: values.coldBilledMs.filter(isKept),
    warmBilledMs: values.warmBilledMs.filter(isKept),
  };
}

/** The number that each environment has once the others are gone. */
function newNumbers(kept: readonly boolean[]): number[] {
  let next = 0;
  return kept.map((keep) => (keep ? next++ : next));
}

function keepValues(
  { values, starts, environments, copies }: MeasureValues,
  kept: readonly boolean[],
  numbers: readonly number[],
): MeasureValues {
  const left: number[] = [];
  const leftStarts: number[] = [];
  const leftEnvironments: number[] = [];
  const leftCopies: number[] = [];
  starts.forEach((start, index) => {
    const environment = environments[index] ?? 0;
    if (kept[environment] === true) {
      leftStarts.push(left.length);
      leftEnvironments.push(numbers[environment] ?? 0);
      leftCopies.push(copies[index] ?? 0);
      for (const value of values.subarray(start, starts[index + 1] ?? values.length)) {
        left.push(value);
      }
    }
  });
  return {
    values: Float64Array.from(left),
    starts: Uint32Array.from(leftStarts),
    environments: Uint32Array.from(leftEnvironments),
    copies: Uint32Array.from(leftCopies),
  };
}
