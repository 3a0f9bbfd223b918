import type { MeasureValues, VariantValues } from "../../../src/statistics/environment-values.ts";

/** Values by environment, each with the blocks from 1 on. */
function measureValues(environments: readonly (readonly number[])[]): MeasureValues {
  let next = 0;
  const starts = environments.map((values) => {
    const start = next;
    next += values.length;
    return start;
  });
  return {
    values: Float64Array.from(environments.flat()),
    starts: Uint32Array.from(starts),
    environments: Uint32Array.from(environments.keys()),
    copies: new Uint32Array(environments.length),
  };
}

/** What a variant's samples say: cold ones one an environment, warm ones a list an environment; `changes` win. */
export function variantValues(
  measures: {
    readonly cold?: Readonly<Record<string, readonly number[]>>;
    readonly warm?: Readonly<Record<string, readonly (readonly number[])[]>>;
  },
  changes: Partial<VariantValues> = {},
): VariantValues {
  const cold = Object.entries(measures.cold ?? {}).map(
    ([name, values]) => [name, measureValues(values.map((value) => [value]))] as const,
  );
  const warm = Object.entries(measures.warm ?? {}).map(
    ([name, values]) => [`warm.${name}`, measureValues(values)] as const,
  );
  const count = Math.max(0, ...[...cold, ...warm].map(([, { starts }]) => starts.length));
  const nothing = new Float64Array(count).fill(Number.NaN);
  return {
    variant: "hello/nodejs24.x/512/x86_64/zip/none",
    blocks: Uint32Array.from({ length: count }, (_, index) => index + 1),
    segments: new Uint32Array(count),
    measures: new Map([...cold, ...warm]),
    maxMemoryMb: nothing,
    cpuInitMs: nothing,
    cpuInvokeMs: nothing,
    coldBilledMs: nothing,
    warmBilledMs: nothing,
    sampleCount: count,
    failedCount: 0,
    ...changes,
  };
}
