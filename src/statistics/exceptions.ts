import type { VariantFacts } from "../samples/run-manifest.ts";
import type { Sample } from "../samples/sample.ts";

/** Samples of one variant on one side that are ok and not as planned, and what is missing beside them. */
export interface ExceptionCounts {
  readonly afterReset: number;
  readonly repeatedInit: number;
  readonly recycled: number;
  readonly notTakenWarm: number;
}

/** What of a variant decides how many invocations its environments were to have. */
export type PlannedCounts = Pick<VariantFacts, "warm" | "settle" | "warmupBlocks">;

/** True for a warm sample with an init inside: it says nothing about warm invocations, nor about cold ones. */
export function isAfterReset({ temperature, suppressedInitMs }: Sample): boolean {
  return temperature === "warm" && suppressedInitMs !== undefined;
}

/** Counts inits that stood inside of invocations, and environments that ended at a limit. Warm-up is left out. */
export class ExceptionCounter {
  readonly #planned: PlannedCounts;
  #afterReset = 0;
  #repeatedInit = 0;
  #recycled = 0;
  #notTakenWarm = 0;

  constructor(planned: PlannedCounts) {
    this.#planned = planned;
  }

  add(sample: Sample): void {
    if (sample.status === "ok" && sample.warmup !== true) {
      this.#afterReset += isAfterReset(sample) ? 1 : 0;
      this.#repeatedInit += sample.temperature === "cold" && sample.failedInitMs !== undefined ? 1 : 0;
    }
    const { warm, settle, warmupBlocks } = this.#planned;
    if (sample.recycled === true && sample.block >= warmupBlocks) {
      const taken = Math.max(0, sample.invocation - settle);
      this.#recycled++;
      this.#notTakenWarm += Math.max(0, warm - taken);
    }
  }

  finish(): ExceptionCounts {
    return {
      afterReset: this.#afterReset,
      repeatedInit: this.#repeatedInit,
      recycled: this.#recycled,
      notTakenWarm: this.#notTakenWarm,
    };
  }
}
