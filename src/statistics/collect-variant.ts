import { fieldOf, type Phase, phases } from "../samples/phases.ts";
import type { ColdMethod, Sample, Side, Temperature } from "../samples/sample.ts";
import { type Distribution, DistributionBuilder, NumberList } from "./distributions.ts";
import { FailureCounter } from "./failures.ts";
import type { FailureSummary } from "./summary.ts";

/** Everything that the samples of one variant on one side say, ready to be summarised. */
export interface CollectedVariant {
  readonly variant: string;
  readonly side?: Side | undefined;
  readonly method?: ColdMethod | undefined;
  /** In the order of `phases`, cold before warm; none is empty. */
  readonly distributions: readonly Distribution[];
  readonly failedCold: number;
  readonly failedWarm: number;
  readonly okCold: number;
  readonly okWarm: number;
  readonly warmup: number;
  readonly failedWarmup: number;
  readonly failures: readonly FailureSummary[];
  /** The peak of each environment. */
  readonly memoryPeaksMb: Float64Array;
  readonly cpuInitMs: Float64Array;
  readonly cpuInvokeMs: Float64Array;
}

const temperatures: readonly Temperature[] = ["cold", "warm"];
const phaseFields = phases.map((phase) => [phase, fieldOf(phase)] as const);

/** Takes the samples of one variant on one side as they come. */
export class VariantCollector {
  readonly #variant: string;
  readonly #side: Side | undefined;
  readonly #builders = {
    cold: new Map<Phase, DistributionBuilder>(),
    warm: new Map<Phase, DistributionBuilder>(),
  };
  readonly #failures = new FailureCounter();
  readonly #ok = { cold: 0, warm: 0 };
  readonly #memoryPeaksMb = new NumberList();
  readonly #cpuInitMs = new NumberList();
  readonly #cpuInvokeMs = new NumberList();
  #method: ColdMethod | undefined;
  #warmup = 0;
  #peak: { readonly environment: number; readonly mb: number } | undefined;

  constructor(variant: string, side: Side | undefined) {
    this.#variant = variant;
    this.#side = side;
  }

  /** `environment` numbers the environments of the run in the order of recording. */
  add(sample: Sample, environment: number): void {
    this.#method ??= sample.method;
    this.#warmup += sample.warmup === true ? 1 : 0;
    this.#failures.add(sample);
    if (sample.status === "ok" && sample.warmup !== true) {
      this.#ok[sample.temperature]++;
      this.#addPhases(sample, environment);
      this.#addResources(sample, environment);
    }
  }

  finish(): CollectedVariant {
    this.#endPeak();
    const { cold: okCold, warm: okWarm } = this.#ok;
    return {
      variant: this.#variant,
      side: this.#side,
      method: this.#method,
      distributions: this.#distributions(),
      ...this.#failures.finish(),
      okCold,
      okWarm,
      warmup: this.#warmup,
      memoryPeaksMb: this.#memoryPeaksMb.values(),
      cpuInitMs: this.#cpuInitMs.values(),
      cpuInvokeMs: this.#cpuInvokeMs.values(),
    };
  }

  #addPhases(sample: Sample, environment: number): void {
    for (const [phase, field] of phaseFields) {
      const value = sample[field];
      if (value !== undefined) {
        this.#builder(phase, sample.temperature).add(value, environment);
      }
    }
  }

  #builder(phase: Phase, temperature: Temperature): DistributionBuilder {
    const known = this.#builders[temperature].get(phase);
    if (known !== undefined) {
      return known;
    }
    const created = new DistributionBuilder(phase, temperature);
    this.#builders[temperature].set(phase, created);
    return created;
  }

  #addResources(sample: Sample, environment: number): void {
    if (sample.maxMemoryMb !== undefined) {
      if (this.#peak !== undefined && this.#peak.environment !== environment) {
        this.#endPeak();
      }
      this.#peak = { environment, mb: Math.max(this.#peak?.mb ?? 0, sample.maxMemoryMb) };
    }
    if (sample.temperature === "cold" && sample.cpuInitMs !== undefined) {
      this.#cpuInitMs.push(sample.cpuInitMs);
    }
    if (sample.temperature === "warm" && sample.cpuInvokeMs !== undefined) {
      this.#cpuInvokeMs.push(sample.cpuInvokeMs);
    }
  }

  #endPeak(): void {
    if (this.#peak !== undefined) {
      this.#memoryPeaksMb.push(this.#peak.mb);
      this.#peak = undefined;
    }
  }

  #distributions(): Distribution[] {
    return phases
      .flatMap((phase) => temperatures.map((temperature) => this.#builders[temperature].get(phase)))
      .filter((builder) => builder !== undefined)
      .map((builder) => builder.build());
  }
}
