import type { VariantFacts } from "../samples/run-manifest.ts";
import type { Side } from "../samples/sample.ts";
import type { VariantContrasts } from "./contrast.ts";
import type { RunValues, VariantValues } from "./environment-values.ts";
import { sideContrasts } from "./side-contrasts.ts";
import { preparedFor } from "./sides-plan.ts";
import type { MeasuredSide } from "./two-figures.ts";
import { isMissing } from "./weaknesses.ts";

/** A variant of which both sides have values. */
export interface TwoSides {
  readonly variant: VariantFacts;
  readonly baseline: VariantValues;
  readonly candidate: VariantValues;
  readonly contrasts: VariantContrasts;
}

/** Both sides of a variant; undefined where one is missing. */
export function twoSidesOf(values: RunValues, variant: VariantFacts): TwoSides | undefined {
  const baseline = valuesOf(values, variant, "baseline");
  const candidate = valuesOf(values, variant, "candidate");
  return isMissing(baseline) || isMissing(candidate)
    ? undefined
    : { variant, baseline, candidate, contrasts: sideContrasts(baseline, candidate) };
}

/** The values of one side of a variant; undefined where it has no sample. */
export function valuesOf(values: RunValues, { id }: VariantFacts, side: Side): VariantValues | undefined {
  return values.find((one) => one.variant === id && one.side === side);
}

/** One side of a variant of a run with two. */
export function measuredSide(
  facts: VariantFacts,
  side: Side,
  values: VariantValues | undefined,
): MeasuredSide {
  return { facts, prepared: preparedFor(facts, side), values };
}
