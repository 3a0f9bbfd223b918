import type { Sample } from "../samples/sample.ts";
import { isAfterReset } from "./exceptions.ts";

/** What was billed of the invocations of one temperature. */
export interface Billed {
  /** All that Lambda did not refuse, warm-up and failures included. */
  readonly invocations: number;
  /** Of them: those that say what was billed, and the mean of that in milliseconds; NaN of none. */
  readonly known: number;
  readonly meanMs: number;
  /** The mean of those alone that enter distributions; undefined of none. */
  readonly usualMs?: number | undefined;
}

/** What was billed of one variant on one side. */
export interface CollectedBilling {
  readonly cold: Billed;
  readonly warm: Billed;
  /** Versions that a snapshot was taken of: each served for one cold start. */
  readonly snapshots: number;
}

/** Adds up what samples were billed. */
export class BillingCollector {
  readonly #cold = new BilledSums();
  readonly #warm = new BilledSums();
  #snapshots = 0;

  add(sample: Sample): void {
    if (sample.status === "throttled") {
      return;
    }
    const isCold = sample.temperature === "cold";
    (isCold ? this.#cold : this.#warm).add(sample);
    this.#snapshots += isCold && sample.method === "restore" ? 1 : 0;
  }

  finish(): CollectedBilling {
    return { cold: this.#cold.finish(), warm: this.#warm.finish(), snapshots: this.#snapshots };
  }
}

class BilledSums {
  #invocations = 0;
  readonly #all = { count: 0, sumMs: 0 };
  readonly #usual = { count: 0, sumMs: 0 };

  add(sample: Sample): void {
    const { billedMs, status, warmup } = sample;
    this.#invocations++;
    if (billedMs === undefined) {
      return;
    }
    this.#all.count++;
    this.#all.sumMs += billedMs;
    if (status === "ok" && warmup !== true && !isAfterReset(sample)) {
      this.#usual.count++;
      this.#usual.sumMs += billedMs;
    }
  }

  finish(): Billed {
    const { count, sumMs } = this.#all;
    const usual = this.#usual;
    return {
      invocations: this.#invocations,
      known: count,
      meanMs: sumMs / count,
      ...(usual.count === 0 ? {} : { usualMs: usual.sumMs / usual.count }),
    };
  }
}
