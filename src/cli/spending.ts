import { boundsOf, type CostlyVariant } from "../plan/bounds.ts";
import type { Variant } from "../plan/variant.ts";
import { mostInvocationsUsd, mostInvocationUsd, mostStandingUsd } from "../pricing/most-usd.ts";
import { type Prices, usEast1 } from "../pricing/prices.ts";
import { standingUsd } from "../pricing/standing-cost.ts";
import type { LostEnvironments } from "../samples/run-manifest.ts";
import type { Sample } from "../samples/sample.ts";
import type { Stood } from "../targets/target.ts";

/** What of a variant decides what it can cost at most. */
export type PricedVariant = CostlyVariant & Pick<Variant, "id">;

/** What spending is counted by. */
export interface SpendingOptions {
  readonly maxUsd: number;
  readonly variants: readonly PricedVariant[];
  /** Those of the region that a variant is measured in; default: US East (N. Virginia). */
  readonly pricesOf?: ((variant: PricedVariant) => Prices) | undefined;
  /** What has cost money by now for as long as it stood, in the segment under way; absent: nothing does. */
  readonly standing?: (() => readonly Stood[]) | undefined;
}

/**
 * What a run on AWS has cost by its own samples and by what stands, in US dollars, and whether there is money for another environment.
 * Whatever is under way counts with the most that it can cost: every invocation until its timeout. So the limit is not passed, but by
 * what stands for longer than an environment could take.
 */
export class Spending {
  readonly #maxUsd: number;
  readonly #variants: ReadonlyMap<string, PricedVariant>;
  readonly #pricesOf: (variant: PricedVariant) => Prices;
  readonly #standing: () => readonly Stood[];
  readonly #underWay = new Map<string, number>();
  #invocationsUsd = 0;
  #earlierUsd = 0;
  #reservedUsd = 0;
  #isRefusing = false;

  constructor({ maxUsd, variants, pricesOf = () => usEast1, standing = () => [] }: SpendingOptions) {
    this.#maxUsd = maxUsd;
    this.#variants = new Map(variants.map((variant) => [variant.id, variant]));
    this.#pricesOf = pricesOf;
    this.#standing = standing;
  }

  get spentUsd(): number {
    return this.#invocationsUsd + this.#earlierUsd + this.#usdOf(this.#standing());
  }

  /** True where the last environment that was asked for was refused. */
  get isRefusing(): boolean {
    return this.#isRefusing;
  }

  /** Environments that were begun and have not ended: once measuring is over, they are lost. */
  get underWay(): readonly LostEnvironments[] {
    return [...this.#underWay]
      .filter(([, environments]) => environments > 0)
      .map(([variant, environments]) => ({ variant, environments }));
  }

  /** Puts the most that an environment of the variant can cost aside; false where there is not so much left. */
  reserve(variant: PricedVariant): boolean {
    const mostUsd = this.#mostUsd(variant);
    this.#isRefusing = this.spentUsd + this.#reservedUsd + mostUsd > this.#maxUsd;
    if (this.#isRefusing) {
      return false;
    }
    this.#reservedUsd += mostUsd;
    this.#count(variant, 1);
    return true;
  }

  /** An environment has ended: what it was is known. */
  settle(variant: PricedVariant): void {
    this.#reservedUsd -= this.#mostUsd(variant);
    this.#count(variant, -1);
  }

  /** What the samples of an environment have cost; also those of earlier segments. */
  add(samples: readonly Sample[]): void {
    for (const [index, sample] of samples.entries()) {
      const variant = this.#variants.get(sample.variant);
      if (variant !== undefined) {
        this.#invocationsUsd += sampleUsd(variant, sample, this.#pricesOf(variant));
        // What a resume makes again, up to where the record ended, is not recorded twice, and is paid for twice.
        this.#invocationsUsd += index === 0 ? this.#madeAgainUsd(variant, sample.invocation) : 0;
      }
    }
  }

  /** What stood in earlier segments. */
  addStood(stood: readonly Stood[]): void {
    this.#earlierUsd += this.#usdOf(stood);
  }

  /** What else earlier segments can have cost. */
  addLost(atMostUsd: number): void {
    this.#earlierUsd += atMostUsd;
  }

  #madeAgainUsd(variant: PricedVariant, invocations: number): number {
    const bounds = { ...boundsOf(variant), laterCount: invocations - 1 };
    return invocations === 0 ? 0 : mostInvocationsUsd(bounds, this.#pricesOf(variant));
  }

  /** With what is begun ahead for the next of its environments while this one is under way. */
  #mostUsd(variant: PricedVariant): number {
    const bounds = boundsOf(variant);
    const prices = this.#pricesOf(variant);
    return mostInvocationsUsd(bounds, prices) + mostStandingUsd(bounds, prices);
  }

  #usdOf(stood: readonly Stood[]): number {
    return stood.reduce((all, { variant: id, environments = 1, ...one }) => {
      const variant = this.#variants.get(id);
      return variant === undefined
        ? all
        : all + standingUsd({ ...variant, ...one, environments }, this.#pricesOf(variant));
    }, 0);
  }

  #count({ id }: PricedVariant, change: 1 | -1): void {
    this.#underWay.set(id, (this.#underWay.get(id) ?? 0) + change);
  }
}

/** One that does not say what it was billed counts with the most that it can be; one that was refused costs nothing. */
function sampleUsd(variant: PricedVariant, sample: Sample, prices: Prices): number {
  return sample.status === "throttled" ? 0 : mostInvocationUsd(boundsOf(variant), sample, prices);
}
