import { fieldOf, type Phase, phases } from "../samples/phases.ts";
import type { ColdMethod, Sample, Side } from "../samples/sample.ts";
import { BillingCollector, type CollectedBilling } from "./collect-billing.ts";
import { type CollectedExtension, ExtensionCollector } from "./collect-extensions.ts";
import { PlacementCollector } from "./collect-placement.ts";
import { type CollectedPlatformTime, PlatformCollector } from "./collect-platform.ts";
import { isWithoutTail, TailCollector, type TailPair } from "./collect-tail.ts";
import { CopyNumbers, type FunctionCopyName } from "./copy-numbers.ts";
import { DistributionSet } from "./distribution-set.ts";
import { type Distribution, NumberList } from "./distributions.ts";
import { ExceptionCounter, type ExceptionCounts, isAfterReset, type PlannedCounts } from "./exceptions.ts";
import { FailureCounter } from "./failures.ts";
import type { FailureSummary } from "./summary.ts";

/** Everything that the samples of one variant on one side say, ready to be summarised. */
export interface CollectedVariant extends ExceptionCounts {
  readonly variant: string;
  readonly side?: Side | undefined;
  readonly method?: ColdMethod | undefined;
  /** In the order of `phases`, cold before warm; none is empty. */
  readonly distributions: readonly Distribution<Phase>[];
  readonly extensions: readonly CollectedExtension[];
  readonly platform: readonly CollectedPlatformTime[];
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
  /** By the number that distributions give them. */
  readonly copyNames: readonly FunctionCopyName[];
  readonly placement: Distribution | undefined;
  readonly tailPairs: readonly TailPair[];
  readonly billing: CollectedBilling;
}

const phaseFields = phases.map((phase) => [phase, fieldOf(phase)] as const);

/** Takes the samples of one variant on one side as they come. */
export class VariantCollector {
  readonly #variant: string;
  readonly #side: Side | undefined;
  readonly #distributions = new DistributionSet<Phase>();
  readonly #extensions = new ExtensionCollector();
  readonly #platform = new PlatformCollector();
  readonly #failures = new FailureCounter();
  readonly #exceptions: ExceptionCounter;
  readonly #ok = { cold: 0, warm: 0 };
  readonly #memoryPeaksMb = new NumberList();
  readonly #cpuInitMs = new NumberList();
  readonly #cpuInvokeMs = new NumberList();
  readonly #copies = new CopyNumbers();
  readonly #placement = new PlacementCollector();
  readonly #tail = new TailCollector();
  readonly #billing = new BillingCollector();
  #method: ColdMethod | undefined;
  #warmup = 0;
  #peak: { readonly environment: number; readonly mb: number } | undefined;

  constructor(variant: string, side: Side | undefined, planned: PlannedCounts) {
    this.#variant = variant;
    this.#side = side;
    this.#exceptions = new ExceptionCounter(planned);
  }

  /** `environment` numbers the environments of the run in the order of recording. */
  add(sample: Sample, environment: number): void {
    this.#method ??= sample.method;
    this.#warmup += sample.warmup === true ? 1 : 0;
    this.#failures.add(sample);
    this.#exceptions.add(sample);
    this.#billing.add(sample);
    if (sample.status === "ok" && sample.warmup !== true) {
      this.#ok[sample.temperature]++;
      if (!isAfterReset(sample)) {
        this.#tail.add(sample, environment);
        this.#addToDistributions(sample, environment);
      }
    }
  }

  finish(): CollectedVariant {
    this.#endPeak();
    const { cold: okCold, warm: okWarm } = this.#ok;
    return {
      variant: this.#variant,
      side: this.#side,
      method: this.#method,
      distributions: this.#distributions.build(phases),
      extensions: this.#extensions.finish(),
      platform: this.#platform.finish(),
      ...this.#failures.finish(),
      ...this.#exceptions.finish(),
      okCold,
      okWarm,
      warmup: this.#warmup,
      memoryPeaksMb: this.#memoryPeaksMb.values(),
      cpuInitMs: this.#cpuInitMs.values(),
      cpuInvokeMs: this.#cpuInvokeMs.values(),
      copyNames: this.#copies.names(),
      placement: this.#placement.finish(),
      tailPairs: this.#tail.finish(),
      billing: this.#billing.finish(),
    };
  }

  #addToDistributions(sample: Sample, environment: number): void {
    if (isWithoutTail(sample)) {
      return;
    }
    const copy = this.#copies.of(sample);
    for (const [phase, field] of phaseFields) {
      const value = sample[field];
      if (value !== undefined) {
        this.#distributions.add(phase, sample.temperature, value, environment, copy);
      }
    }
    this.#placement.add(sample, environment, copy);
    this.#extensions.add(sample, environment);
    this.#platform.add(sample, environment, copy);
    this.#addResources(sample, environment);
  }

  #addResources(sample: Sample, environment: number): void {
    if (sample.maxMemoryMb !== undefined) {
      if (this.#peak !== undefined && this.#peak.environment !== environment) {
        this.#endPeak();
      }
      this.#peak = { environment, mb: Math.max(this.#peak?.mb ?? 0, sample.maxMemoryMb) };
    }
    // The CPU time of an init that failed is none of an init, as its time is not.
    if (
      sample.temperature === "cold" &&
      sample.failedInitMs === undefined &&
      sample.cpuInitMs !== undefined
    ) {
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
}
