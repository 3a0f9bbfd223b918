import type { Measure } from "../samples/phases.ts";
import { measureText } from "../samples/phases.ts";
import type { Side } from "../samples/sample.ts";
import type { Weakness } from "./comparison.ts";
import type { VariantValues } from "./environment-values.ts";
import type { VariantJudgement } from "./judge-variant.ts";

/** One side of a variant, as far as it can be told. */
export interface SideEvidence {
  readonly side: Side;
  /** Undefined where there is no sample. */
  readonly values: VariantValues | undefined;
  /** Why it was not measured, where that is known. */
  readonly reason?: string | undefined;
}

/** True where no sample of a side entered a distribution. */
export function isMissing(values: VariantValues | undefined): values is undefined {
  return values === undefined || values.blocks.length === 0;
}

/** Why a variant's differences may not be relied on: nothing that is missing may pass for good. */
export function weaknessesOf(
  sides: readonly SideEvidence[],
  watched: readonly Measure[],
  judged: VariantJudgement | undefined,
): Weakness[] {
  const missing = missingSides(sides);
  const few = judged === undefined ? [] : watched.flatMap((measure) => tooFew(measure, judged));
  return [...missing, ...few, ...sides.flatMap(failedSamples)];
}

/** Where the reason is known of one side, the other was left out on its account. */
function missingSides(sides: readonly SideEvidence[]): Weakness[] {
  const missing = sides.filter(({ values }) => isMissing(values));
  const explained = missing.filter(({ reason }) => reason !== undefined);
  return (explained.length > 0 ? explained : missing).map(({ side, values, reason }) => ({
    kind: "missing",
    side,
    reason:
      reason ??
      (values === undefined ? "no sample of it is on record" : "no sample of it is ok and not warm-up"),
  }));
}

function tooFew(measure: Measure, { differences }: VariantJudgement): Weakness[] {
  const judged = differences.find(({ difference }) => measureText(difference) === measureText(measure));
  if (judged === undefined) {
    return [{ kind: "too-few", measure, n: 0 }];
  }
  const { n, shift } = judged.difference;
  return Number.isFinite(shift.low) && Number.isFinite(shift.high)
    ? []
    : [{ kind: "too-few", measure, n: Math.min(n.baseline, n.candidate) }];
}

function failedSamples({ side, values }: SideEvidence): Weakness[] {
  const { failedCount = 0, sampleCount = 0 } = values ?? {};
  return failedCount === 0 ? [] : [{ kind: "failed", side, failed: failedCount, of: sampleCount }];
}
