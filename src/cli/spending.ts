import type { Variant } from "../plan/variant.ts";
import { planCost } from "../pricing/plan-cost.ts";
import { type Prices, usEast1 } from "../pricing/prices.ts";
import type { Sample, Temperature } from "../samples/sample.ts";

/** Lambda ends an init after so long, and bills it. */
const longestInitMs = 10_000;

/** What of an environment decides what it can cost at most. */
type Priced = Pick<
  Variant,
  | "id"
  | "memoryMb"
  | "architecture"
  | "ephemeralStorageMb"
  | "timeoutSeconds"
  | "samples"
  | "runtime"
  | "snapStart"
  | "lambda"
>;

/** The prices of where a variant is measured. */
type PricesOf = (variant: Pick<Variant, "lambda">) => Prices;

/**
 * What a run on AWS has cost by its own samples, in US dollars, and whether there is money for another environment. Whatever is
 * under way counts with the most that it can cost: every invocation until its timeout. So the limit is never passed.
 */
export class Spending {
  readonly #maxUsd: number;
  readonly #variants: ReadonlyMap<string, Priced>;
  readonly #pricesOf: PricesOf;
  #spentUsd = 0;
  #reservedUsd = 0;
  #isRefusing = false;

  constructor(maxUsd: number, variants: readonly Priced[], pricesOf: PricesOf = () => usEast1) {
    this.#maxUsd = maxUsd;
    this.#pricesOf = pricesOf;
    this.#variants = new Map(variants.map((variant) => [variant.id, variant]));
  }

  get spentUsd(): number {
    return this.#spentUsd;
  }

  /** True where the last environment that was asked for was refused. */
  get isRefusing(): boolean {
    return this.#isRefusing;
  }

  /** Puts the most that an environment of the variant can cost aside; false where there is not so much left. */
  reserve(variant: Priced): boolean {
    const most = mostUsd(variant, this.#pricesOf(variant));
    this.#isRefusing = this.#spentUsd + this.#reservedUsd + most > this.#maxUsd;
    if (this.#isRefusing) {
      return false;
    }
    this.#reservedUsd += most;
    return true;
  }

  /** An environment has ended: what it was is known. */
  settle(variant: Priced): void {
    this.#reservedUsd -= mostUsd(variant, this.#pricesOf(variant));
  }

  /** What samples have cost; also those of earlier segments. */
  add(samples: readonly Sample[]): void {
    for (const sample of samples) {
      const variant = this.#variants.get(sample.variant);
      if (variant !== undefined) {
        const billedMs = sample.billedMs ?? mostBilledMs(variant, sample);
        this.#spentUsd += usdOf(variant, sample.temperature, billedMs, this.#pricesOf(variant));
      }
    }
  }
}

function mostUsd(variant: Priced, prices: Prices): number {
  const timeoutMs = 1000 * variant.timeoutSeconds;
  const warm = variant.samples.settle + variant.samples.warm;
  return (
    usdOf(variant, "cold", longestInitMs + timeoutMs, prices) +
    warm * usdOf(variant, "warm", timeoutMs, prices)
  );
}

/** Of a sample that does not say, as one whose connection was lost. */
function mostBilledMs({ timeoutSeconds }: Priced, { temperature }: Sample): number {
  return 1000 * timeoutSeconds + (temperature === "cold" ? longestInitMs : 0);
}

/** A cold start from a snapshot pays for its restore, and for keeping the version's snapshot. */
function usdOf(variant: Priced, temperature: Temperature, billedMs: number, prices: Prices): number {
  const { memoryMb, architecture, ephemeralStorageMb, runtime, snapStart } = variant;
  const isCold = temperature === "cold";
  const work = {
    memoryMb,
    architecture,
    ephemeralStorageMb,
    coldCount: isCold ? 1 : 0,
    coldBilledMs: isCold ? billedMs : 0,
    warmCount: isCold ? 0 : 1,
    warmBilledMs: isCold ? 0 : billedMs,
    ...(snapStart && isCold ? { snapStart: { runtime, versionCount: 1, keptMs: 0 } } : {}),
  };
  return planCost([work], prices).totalUsd;
}
