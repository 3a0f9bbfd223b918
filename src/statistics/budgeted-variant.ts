import type { Prices } from "../pricing/prices.ts";
import type { RunManifest, VariantFacts } from "../samples/run-manifest.ts";
import type { Side } from "../samples/sample.ts";
import type { BudgetJudgement, Estimate, VariantComparison } from "./comparison.ts";
import type { VariantValues } from "./environment-values.ts";

/** All that is known of a variant whose budgets are judged. */
export interface BudgetedVariant {
  readonly manifest: RunManifest;
  readonly facts: VariantFacts;
  readonly side: Side | undefined;
  /** Absent where there is no sample of it. */
  readonly values?: VariantValues | undefined;
  readonly prices?: Prices | undefined;
  readonly baseline?:
    | {
        readonly facts?: VariantFacts | undefined;
        readonly values?: VariantValues | undefined;
        readonly comparison?: VariantComparison | undefined;
      }
    | undefined;
}

export type Judgement = Pick<BudgetJudgement, "verdict" | "measured" | "reason">;

/** Held or broken where the whole interval is on one side of the limit; what is between is undecided, with the number that would tell. */
export function judgeInterval(
  measured: Estimate,
  limit: number,
  alpha: number,
  more: number | undefined,
): Judgement {
  if (measured.low > limit) {
    return { verdict: "broken", measured };
  }
  if (measured.high <= limit) {
    return { verdict: "held", measured };
  }
  const why = Number.isFinite(measured.high)
    ? `its ${confidence(alpha)} interval holds the limit`
    : `too few samples for the upper end of its ${confidence(alpha)} interval`;
  return {
    ...undecided(
      more === undefined
        ? why
        : `${why}; about ${more} more cold ${more === 1 ? "start" : "starts"} would tell`,
    ),
    measured,
  };
}

/** A figure without chance. */
export function judgeExact(value: number, limit: number): Judgement {
  return { verdict: value > limit ? "broken" : "held", measured: { value, low: value, high: value } };
}

export function undecided(reason: string): Judgement {
  return { verdict: "undecided", reason };
}

/** Why there is no sample of a variant. */
export function whyNoSamples({ manifest, facts, values }: BudgetedVariant): string {
  const reason = manifest.notMeasured.find(({ variant }) => variant === facts.id)?.reason;
  if (reason !== undefined) {
    return `not measured: ${reason}`;
  }
  return values === undefined || values.failedCount === 0
    ? "there is no sample of it"
    : `all of its ${values.sampleCount} samples failed`;
}

function confidence(alpha: number): string {
  return `${Math.round(1000 * (1 - alpha)) / 10} %`;
}
