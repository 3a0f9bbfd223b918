import type { Sample } from "../samples/sample.ts";
import type { TwoSamples } from "./rank-sum.ts";

/**
 * True for a warm call that did not ask for the log's end. It is of another kind than those that did, as asking may delay the
 * answer: it is in no distribution, and tells what asking costs.
 */
export function isWithoutTail({ tail }: Sample): boolean {
  return tail === false;
}

/** Warm round trips of one environment, in milliseconds: `baseline` without the log's end, `candidate` with it. */
export type TailPair = TwoSamples;

interface OpenPair {
  readonly environment: number;
  readonly without: number[];
  readonly with: number[];
}

/** Collects warm round trips with and without the log's end, environment by environment. */
export class TailCollector {
  readonly #pairs: TailPair[] = [];
  #open: OpenPair | undefined;

  add(sample: Sample, environment: number): void {
    const { temperature, roundTripMs } = sample;
    if (temperature !== "warm" || roundTripMs === undefined) {
      return;
    }
    if (this.#open?.environment !== environment) {
      this.#close();
      this.#open = { environment, without: [], with: [] };
    }
    this.#open[isWithoutTail(sample) ? "without" : "with"].push(roundTripMs);
  }

  /** Of environments that have both kinds: others tell nothing of the difference. */
  finish(): readonly TailPair[] {
    this.#close();
    return this.#pairs;
  }

  #close(): void {
    const { without = [], with: asked = [] } = this.#open ?? {};
    if (without.length > 0 && asked.length > 0) {
      this.#pairs.push({ baseline: Float64Array.from(without), candidate: Float64Array.from(asked) });
    }
    this.#open = undefined;
  }
}
