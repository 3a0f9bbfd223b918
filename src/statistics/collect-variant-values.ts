import { fieldOf, measureText, type Phase, phases } from "../samples/phases.ts";
import type { Sample, Side } from "../samples/sample.ts";
import { isWithoutTail } from "./collect-tail.ts";
import { CopyNumbers } from "./copy-numbers.ts";
import { DistributionSet } from "./distribution-set.ts";
import { DistributionBuilder, NumberList } from "./distributions.ts";
import { environmentMedians } from "./environment-medians.ts";
import type { MeasureValues, VariantValues } from "./environment-values.ts";
import { isAfterReset } from "./exceptions.ts";
import { FailureCounter } from "./failures.ts";
import { latestAttempts } from "./keep-environments.ts";

const phaseFields = phases.map((phase) => [phase, fieldOf(phase)] as const);

/** Takes the samples of one variant on one side as they come, environment after environment. */
export class VariantValuesCollector {
  readonly #variant: string;
  readonly #side: Side | undefined;
  readonly #blocks = new NumberList();
  readonly #segments = new NumberList();
  readonly #attempts = new NumberList();
  /** The highest attempt of each block that was taken more than once. */
  readonly #latest = new Map<number, number>();
  readonly #distributions = new DistributionSet<Phase>();
  readonly #failures = new FailureCounter();
  readonly #maxMemoryMb = new NumberList();
  readonly #cpuInitMs = new NumberList();
  /** The CPU time of warm invocations. */
  readonly #cpuInvokeMs = new DistributionBuilder("invoke", "warm");
  readonly #coldBilledMs = new NumberList();
  readonly #warmBilledMs = new NumberList();
  readonly #copies = new CopyNumbers();
  #warmBilledCount = 0;
  #environment = "";
  #sampleCount = 0;

  constructor(variant: string, side: Side | undefined) {
    this.#variant = variant;
    this.#side = side;
  }

  add(sample: Sample): void {
    this.#failures.add(sample);
    this.#sampleCount += sample.warmup === true ? 0 : 1;
    if (sample.attempt > (this.#latest.get(sample.block) ?? 0)) {
      this.#latest.set(sample.block, sample.attempt);
    }
    const counts = sample.status === "ok" && sample.warmup !== true;
    if (counts && !isAfterReset(sample) && !isWithoutTail(sample)) {
      this.#enter(sample);
      this.#addPhases(sample);
      this.#addResources(sample);
      this.#addBilled(sample);
    }
  }

  finish(): VariantValues {
    const { failedCold, failedWarm } = this.#failures.finish();
    const values: VariantValues = {
      variant: this.#variant,
      side: this.#side,
      blocks: Uint32Array.from(this.#blocks.values()),
      segments: Uint32Array.from(this.#segments.values()),
      measures: this.#measures(),
      maxMemoryMb: this.#maxMemoryMb.values(),
      cpuInitMs: this.#cpuInitMs.values(),
      cpuInvokeMs: environmentMedians(this.#cpuInvokeMs.build(), this.#blocks.length),
      coldBilledMs: this.#coldBilledMs.values(),
      warmBilledMs: this.#warmBilledMs.values(),
      sampleCount: this.#sampleCount,
      failedCount: failedCold + failedWarm,
    };
    return latestAttempts(values, this.#attempts.values(), this.#latest);
  }

  #enter({ environment, block, segment, attempt }: Sample): void {
    if (environment !== this.#environment) {
      this.#environment = environment;
      this.#blocks.push(block);
      this.#segments.push(segment);
      this.#attempts.push(attempt);
      this.#warmBilledCount = 0;
      for (const list of [this.#maxMemoryMb, this.#cpuInitMs, this.#coldBilledMs, this.#warmBilledMs]) {
        list.push(Number.NaN);
      }
    }
  }

  #addPhases(sample: Sample): void {
    const copy = this.#copies.of(sample);
    for (const [phase, field] of phaseFields) {
      const value = sample[field];
      if (value !== undefined) {
        this.#distributions.add(phase, sample.temperature, value, this.#blocks.length - 1, copy);
      }
    }
  }

  #addResources(sample: Sample): void {
    const { maxMemoryMb, cpuInitMs, cpuInvokeMs, failedInitMs } = sample;
    if (maxMemoryMb !== undefined) {
      this.#maxMemoryMb.replaceLast((peak) => (peak >= maxMemoryMb ? peak : maxMemoryMb));
    }
    // The CPU time of an init that failed is none of an init, as its time is not.
    if (sample.temperature === "cold" && failedInitMs === undefined && cpuInitMs !== undefined) {
      this.#cpuInitMs.replaceLast(() => cpuInitMs);
    }
    if (sample.temperature === "warm" && cpuInvokeMs !== undefined) {
      this.#cpuInvokeMs.add(cpuInvokeMs, this.#blocks.length - 1);
    }
  }

  #addBilled({ temperature, billedMs }: Sample): void {
    if (billedMs !== undefined && temperature === "cold") {
      this.#coldBilledMs.replaceLast(() => billedMs);
    } else if (billedMs !== undefined) {
      const count = ++this.#warmBilledCount;
      this.#warmBilledMs.replaceLast((mean) => (count === 1 ? billedMs : mean + (billedMs - mean) / count));
    }
  }

  #measures(): ReadonlyMap<string, MeasureValues> {
    return new Map(
      this.#distributions
        .build(phases)
        .map(({ values, starts, environments, copies, ...measure }) => [
          measureText(measure),
          { values, starts, environments, copies },
        ]),
    );
  }
}
