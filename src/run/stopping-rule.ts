import type { Sample } from "../samples/sample.ts";

/** By what was measured so far, ends the measuring of variants before their last planned block. */
export interface StoppingRule {
  /** Numbers of blocks, warm-up blocks included, after which it is asked; ascending. */
  readonly looks: readonly number[];
  /** Hears of every environment on record, those of an earlier segment included. */
  add(samples: readonly Sample[]): void;
  /** Ids of the variants that need nothing more, once so many blocks are on record. */
  endedAfter(blocks: number): ReadonlySet<string>;
}
