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
  readonly #tally: Tally = { kinds: new Map(), failedCold: 0, failedWarm: 0, failedWarmup: 0 };
  readonly #contaminated = new Map<number, readonly Sample[]>();

  add(sample: Sample): void {
    this.#dropSuperseded(sample);
    if (sample.status === "contaminated") {
      this.#contaminated.set(sample.block, [...(this.#contaminated.get(sample.block) ?? []), sample]);
    } else if (sample.status !== "ok") {
      count(this.#tally, sample);
    }
  }

  /** What has failed so far; may be asked again and again. */
  finish(): FailureCounts {
    const tally: Tally = { ...this.#tally, kinds: new Map(this.#tally.kinds) };
    for (const sample of [...this.#contaminated.values()].flat()) {
      count(tally, sample);
    }
    const { kinds, ...counts } = tally;
    return { ...counts, failures: [...kinds.values()] };
  }

  #dropSuperseded({ block, attempt }: Sample): void {
    const [held] = this.#contaminated.get(block) ?? [];
    if (held !== undefined && held.attempt < attempt) {
      this.#contaminated.delete(block);
    }
  }
}

interface Tally {
  readonly kinds: Map<string, FailureSummary>;
  failedCold: number;
  failedWarm: number;
  failedWarmup: number;
}

function count(tally: Tally, sample: Sample): void {
  const warmup = sample.warmup === true;
  const cold = !warmup && sample.temperature === "cold";
  tally.failedWarmup += warmup ? 1 : 0;
  tally.failedCold += cold ? 1 : 0;
  tally.failedWarm += !warmup && !cold ? 1 : 0;
  const key = `${sample.status}|${sample.error?.type ?? ""}`;
  const known = tally.kinds.get(key) ?? firstOfItsKind(sample);
  tally.kinds.set(key, {
    ...known,
    count: known.count + (warmup ? 0 : 1),
    cold: known.cold + (cold ? 1 : 0),
    warmup: known.warmup + (warmup ? 1 : 0),
  });
}

function firstOfItsKind({ status, error }: Sample): FailureSummary {
  return { status, type: error?.type ?? status, count: 0, cold: 0, warmup: 0, message: error?.message ?? "" };
}
