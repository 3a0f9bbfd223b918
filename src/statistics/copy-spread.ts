import type { Phase } from "../samples/phases.ts";
import type { FunctionCopyName } from "./copy-numbers.ts";
import type { Distribution } from "./distributions.ts";
import { medianOf } from "./environment-medians.ts";
import type { CopyMedian, CopySpread, Interval } from "./summary.ts";

/**
 * How the copies of a function differ in one phase: their medians, and how these lie apart. Undefined where less than two copies have
 * two environments each: a median of one says nothing of its copy.
 */
export function copySpread(
  distribution: Distribution<Phase>,
  interval: Interval | undefined,
  names: readonly FunctionCopyName[],
): CopySpread | undefined {
  const copies = names.length < 2 ? [] : mediansOf(distribution, names);
  if (copies.filter(({ environments }) => environments > 1).length < 2) {
    return undefined;
  }
  const medians = copies.map(({ p50Ms }) => p50Ms);
  const rangeMs = Math.max(...medians) - Math.min(...medians);
  const widthMs = interval === undefined ? 0 : interval.highMs - interval.lowMs;
  const { phase, temperature } = distribution;
  return { phase, temperature, copies, rangeMs, ...(widthMs > 0 ? { ofInterval: rangeMs / widthMs } : {}) };
}

function mediansOf(
  { values, starts, copies }: Distribution,
  names: readonly FunctionCopyName[],
): CopyMedian[] {
  const byCopy = new Map<number, Float64Array[]>();
  copies.forEach((copy, environment) => {
    const own = values.subarray(starts[environment], starts[environment + 1] ?? values.length);
    const parts = byCopy.get(copy) ?? [];
    parts.push(own);
    byCopy.set(copy, parts);
  });
  const found = [...byCopy].flatMap(([copy, parts]) => {
    const name = names[copy];
    const all = parts.flatMap((part) => [...part]);
    return name === undefined
      ? []
      : [{ ...name, environments: parts.length, n: all.length, p50Ms: medianOf(Float64Array.from(all)) }];
  });
  return found.sort((a, b) => a.segment - b.segment || a.copy - b.copy);
}
