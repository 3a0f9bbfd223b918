import type { Side } from "../samples/sample.ts";

/** The values of one measure, by environment: cold ones have one each, warm ones as many as there were invocations. */
export interface MeasureValues {
  /** Milliseconds, in the order of recording. */
  readonly values: Float64Array;
  /** Index of the first value of each environment that has any, ascending. */
  readonly starts: Uint32Array;
  /** Which environment that is: an index into `blocks` and `segments`. */
  readonly environments: Uint32Array;
  /** Which copy of the function that environment is of: a number, the same for all where there is one. */
  readonly copies: Uint32Array;
}

/** What the samples of one variant on one side say, environment by environment: what comparisons are made of. */
export interface VariantValues {
  readonly variant: string;
  readonly side?: Side | undefined;
  /** Of each environment outside warm-up blocks that has a sample in a distribution, in the order of recording. */
  readonly blocks: Uint32Array;
  readonly segments: Uint32Array;
  /** By `measureText`; only measures of which there is a value. */
  readonly measures: ReadonlyMap<string, MeasureValues>;
  /** One an environment; NaN where the target did not see it. `maxMemoryMb` is the environment's peak, `cpuInvokeMs` its warm median. */
  readonly maxMemoryMb: Float64Array;
  readonly cpuInitMs: Float64Array;
  readonly cpuInvokeMs: Float64Array;
  /** Means over the environment's samples; NaN where none is billed. */
  readonly coldBilledMs: Float64Array;
  readonly warmBilledMs: Float64Array;
  /** Samples outside warm-up, and those of them that failed (contaminated ones that were taken again do not count). */
  readonly sampleCount: number;
  readonly failedCount: number;
}

/** Of a run, in the manifest's order, baseline before candidate; only those of which there is a sample. */
export type RunValues = readonly VariantValues[];
