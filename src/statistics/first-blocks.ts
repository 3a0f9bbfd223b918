import type { MeasureValues, VariantValues } from "./environment-values.ts";

/** What of a variant's values is of its first `blocks` blocks, warm-up blocks included. How many samples failed is known of all alone. */
export function firstBlocks(values: VariantValues, blocks: number): VariantValues {
  const kept = [...values.blocks.keys()].filter((index) => (values.blocks[index] ?? 0) < blocks);
  if (kept.length === values.blocks.length) {
    return values;
  }
  const places = new Map(kept.map((index, place) => [index, place]));
  const each = (all: Float64Array): Float64Array =>
    Float64Array.from(kept, (index) => all[index] ?? Number.NaN);
  const measures = [...values.measures]
    .map(([name, measure]) => [name, measuredIn(measure, places)] as const)
    .filter(([, measure]) => measure.values.length > 0);
  return {
    ...values,
    blocks: Uint32Array.from(kept, (index) => values.blocks[index] ?? 0),
    segments: Uint32Array.from(kept, (index) => values.segments[index] ?? 0),
    measures: new Map(measures),
    maxMemoryMb: each(values.maxMemoryMb),
    cpuInitMs: each(values.cpuInitMs),
    cpuInvokeMs: each(values.cpuInvokeMs),
    coldBilledMs: each(values.coldBilledMs),
    warmBilledMs: each(values.warmBilledMs),
  };
}

/** `places`: environment → its new index. */
function measuredIn(measure: MeasureValues, places: ReadonlyMap<number, number>): MeasureValues {
  const values: number[] = [];
  const starts: number[] = [];
  const environments: number[] = [];
  measure.environments.forEach((environment, at) => {
    const place = places.get(environment);
    if (place !== undefined) {
      environments.push(place);
      starts.push(values.length);
      values.push(...measure.values.subarray(measure.starts[at], measure.starts[at + 1]));
    }
  });
  return {
    values: Float64Array.from(values),
    starts: Uint32Array.from(starts),
    environments: Uint32Array.from(environments),
  };
}
