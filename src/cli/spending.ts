import type { Variant } from "../plan/variant.ts";
import { costPerMillion } from "../pricing/cost-per-million.ts";
import type { Sample } from "../samples/sample.ts";

/** Lambda ends an init after so long, and bills it. */
const longestInitMs = 10_000;

/** What of an environment decides what it can cost at most. */
type Priced = Pick<
  Variant,
  "id" | "memoryMb" | "architecture" | "ephemeralStorageMb" | "timeoutSeconds" | "samples"
>;

/**
 * What a run on AWS has cost by its own samples, in US dollars, and whether there is money for another environment. Whatever is
 * under way counts with the most that it can cost: every invocation until its timeout. So the limit is never passed.
 */
export class Spending {
  readonly #maxUsd: number;
  readonly #variants: ReadonlyMap<string, Priced>;
  #spentUsd = 0;
  #reservedUsd = 0;

  constructor(maxUsd: number, variants: readonly Priced[]) {
    this.#maxUsd = maxUsd;
    this.#variants = new Map(variants.map((variant) => [variant.id, variant]));
  }

  get spentUsd(): number {
    return this.#spentUsd;
  }

  /** Puts the most that an environment of the variant can cost aside; false where there is not so much left. */
  reserve(variant: Priced): boolean {
    const most = mostUsd(variant);
    if (this.#spentUsd + this.#reservedUsd + most > this.#maxUsd) {
      return false;
    }
    this.#reservedUsd += most;
    return true;
  }

  /** An environment has ended: what it was is known. */
  settle(variant: Priced): void {
    this.#reservedUsd -= mostUsd(variant);
  }

  /** What samples have cost; also those of earlier segments. */
  add(samples: readonly Sample[]): void {
    for (const sample of samples) {
      const variant = this.#variants.get(sample.variant);
      if (variant !== undefined) {
        this.#spentUsd += usdOf(variant, sample.billedMs ?? mostBilledMs(variant, sample));
      }
    }
  }
}

function mostUsd(variant: Priced): number {
  const timeoutMs = 1000 * variant.timeoutSeconds;
  const warm = variant.samples.settle + variant.samples.warm;
  return usdOf(variant, longestInitMs + timeoutMs) + warm * usdOf(variant, timeoutMs);
}

/** Of a sample that does not say, as one whose connection was lost. */
function mostBilledMs({ timeoutSeconds }: Priced, { temperature }: Sample): number {
  return 1000 * timeoutSeconds + (temperature === "cold" ? longestInitMs : 0);
}

function usdOf(variant: Priced, billedMs: number): number {
  return costPerMillion({ ...variant, billedMs }) / 1e6;
}
