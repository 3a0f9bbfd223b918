import { streamedBytes } from "../pricing/cost-per-million.ts";
import type { Sample } from "../samples/sample.ts";
import { isAfterReset } from "./exceptions.ts";

/** What was billed of the invocations of one temperature. */
export interface Billed {
  /** All that Lambda did not refuse, warm-up and failures included. */
  readonly invocations: number;
  /** Of them: those that say what was billed, and the mean of that in milliseconds; NaN of none. */
  readonly known: number;
  readonly meanMs: number;
  /** Of them: failed ones that do not say it. Nothing makes them like the others. */
  readonly failed: number;
  /** Bytes of all answers that are paid for. */
  readonly streamedBytes: number;
  /** Means of those alone that enter distributions; undefined of none. */
  readonly usualMs?: number | undefined;
  readonly usualStreamedBytes?: number | undefined;
}

/** What was billed of one variant on one side. */
export interface CollectedBilling {
  readonly cold: Billed;
  readonly warm: Billed;
  /** Of each segment: cold starts from a snapshot of their own, or in environments that were kept ready for them. */
  readonly stood: ReadonlyMap<number, number>;
  /** Invocations that are not on record: a resumed environment is made again up to where its record ended. */
  readonly madeAgain: { readonly cold: number; readonly warm: number };
}

/** Adds up what samples were billed. */
export class BillingCollector {
  readonly #cold = new BilledSums();
  readonly #warm = new BilledSums();
  readonly #stood = new Map<number, number>();
  #madeAgain = { cold: 0, warm: 0 };
  #environment = "";

  add(sample: Sample): void {
    const { environment, invocation, temperature, status, segment, method } = sample;
    if (environment !== this.#environment) {
      this.#environment = environment;
      const { cold, warm } = this.#madeAgain;
      this.#madeAgain = invocation === 0 ? this.#madeAgain : { cold: cold + 1, warm: warm + invocation - 1 };
    }
    if (status === "throttled") {
      return;
    }
    (temperature === "cold" ? this.#cold : this.#warm).add(sample);
    if (invocation === 0 && (method === "restore" || method === "provisioned")) {
      this.#stood.set(segment, (this.#stood.get(segment) ?? 0) + 1);
    }
  }

  finish(): CollectedBilling {
    return {
      cold: this.#cold.finish(),
      warm: this.#warm.finish(),
      stood: this.#stood,
      madeAgain: this.#madeAgain,
    };
  }
}

class BilledSums {
  #invocations = 0;
  #failed = 0;
  readonly #all = { count: 0, sumMs: 0, bytes: 0 };
  readonly #usual = { count: 0, sumMs: 0, bytes: 0 };

  add(sample: Sample): void {
    const { billedMs, status, warmup, responseBytes = 0 } = sample;
    const bytes = streamedBytes(responseBytes);
    this.#invocations++;
    this.#all.bytes += bytes;
    if (billedMs === undefined) {
      this.#failed += status === "ok" ? 0 : 1;
      return;
    }
    this.#all.count++;
    this.#all.sumMs += billedMs;
    if (status === "ok" && warmup !== true && !isAfterReset(sample)) {
      this.#usual.count++;
      this.#usual.sumMs += billedMs;
      this.#usual.bytes += bytes;
    }
  }

  finish(): Billed {
    const { count, sumMs, bytes } = this.#all;
    const usual = this.#usual;
    return {
      invocations: this.#invocations,
      known: count,
      meanMs: sumMs / count,
      failed: this.#failed,
      streamedBytes: bytes,
      ...(usual.count === 0
        ? {}
        : { usualMs: usual.sumMs / usual.count, usualStreamedBytes: usual.bytes / usual.count }),
    };
  }
}
