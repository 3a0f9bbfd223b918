import type { Sample } from "../samples/sample.ts";
import type { FailureSummary } from "./summary.ts";

/** What failed of one variant on one side. */
export interface FailureCounts {
  readonly failedCold: number;
  readonly failedWarm: number;
  readonly failedWarmup: number;
  /** In the order in which each kind first occurred. */
  readonly failures: readonly FailureSummary[];
}

/**
 * Counts failed samples by status and error type. A contaminated sample whose environment was taken again, in a
 * later attempt, is no failure: the later attempt stands for it.
 */
export class FailureCounter {
  readonly #kinds = new Map<string, FailureSummary>();
  readonly #contaminated = new Map<number, readonly Sample[]>();
  #failedCold = 0;
  #failedWarm = 0;
  #failedWarmup = 0;

  add(sample: Sample): void {
    this.#dropSuperseded(sample);
    if (sample.status === "contaminated") {
      this.#contaminated.set(sample.block, [...(this.#contaminated.get(sample.block) ?? []), sample]);
    } else if (sample.status !== "ok") {
      this.#count(sample);
    }
  }

  finish(): FailureCounts {
    for (const sample of [...this.#contaminated.values()].flat()) {
      this.#count(sample);
    }
    return {
      failedCold: this.#failedCold,
      failedWarm: this.#failedWarm,
      failedWarmup: this.#failedWarmup,
      failures: [...this.#kinds.values()],
    };
  }

  #dropSuperseded({ block, attempt }: Sample): void {
    const [held] = this.#contaminated.get(block) ?? [];
    if (held !== undefined && held.attempt < attempt) {
      this.#contaminated.delete(block);
    }
  }

  #count(sample: Sample): void {
    const warmup = sample.warmup === true;
    const cold = !warmup && sample.temperature === "cold";
    this.#failedWarmup += warmup ? 1 : 0;
    this.#failedCold += cold ? 1 : 0;
    this.#failedWarm += !warmup && !cold ? 1 : 0;
    const key = `${sample.status}|${sample.error?.type ?? ""}`;
    const known = this.#kinds.get(key) ?? firstOfItsKind(sample);
    this.#kinds.set(key, {
      ...known,
      count: known.count + (warmup ? 0 : 1),
      cold: known.cold + (cold ? 1 : 0),
      warmup: known.warmup + (warmup ? 1 : 0),
    });
  }
}

function firstOfItsKind({ status, error }: Sample): FailureSummary {
  return { status, type: error?.type ?? status, count: 0, cold: 0, warmup: 0, message: error?.message ?? "" };
}
