import { pricesOfRegion } from "../pricing/prices-of-region.ts";
import type { PreparedFacts, RunManifest, VariantFacts } from "../samples/run-manifest.ts";
import type { Temperature } from "../samples/sample.ts";
import type { TwoFigures, VariantComparison } from "./comparison.ts";
import type { VariantValues } from "./environment-values.ts";
import { millionUsd } from "./million-usd.ts";
import { momentsOf } from "./moments.ts";

/** One side of a variant: what it was measured with, and what that gave. */
export interface MeasuredSide {
  readonly facts: VariantFacts | undefined;
  readonly prepared: PreparedFacts | undefined;
  readonly values: VariantValues | undefined;
}

type Figures = Pick<VariantComparison, "packageBytes" | "warmCostPerMillion" | "coldCostPerMillion">;

/**
 * What is known of both sides without chance, or by means over all of their environments; absent where a side has none. `own` prices
 * are those of both sides: what differs between two lists of prices is no difference of code.
 */
export function figuresOf(
  baseline: MeasuredSide,
  candidate: MeasuredSide,
  own: RunManifest["prices"],
): Figures {
  const both = (figure: (side: MeasuredSide) => number | undefined) =>
    twoFigures(figure(baseline), figure(candidate));
  const packageBytes = both(({ prepared }) => prepared?.packageBytes);
  const warm = both((side) => costOf(side, "warm", own));
  const cold = both((side) => costOf(side, "cold", own));
  return {
    ...(packageBytes === undefined ? {} : { packageBytes }),
    ...(warm === undefined ? {} : { warmCostPerMillion: warm }),
    ...(cold === undefined ? {} : { coldCostPerMillion: cold }),
  };
}

function twoFigures(baseline: number | undefined, candidate: number | undefined): TwoFigures | undefined {
  return baseline === undefined || candidate === undefined ? undefined : { baseline, candidate };
}

function costOf(
  { facts, prepared, values }: MeasuredSide,
  temperature: Temperature,
  own: RunManifest["prices"],
): number | undefined {
  const billed = temperature === "warm" ? values?.warmBilledMs : values?.coldBilledMs;
  const known = billed?.filter((value) => !Number.isNaN(value)) ?? new Float64Array();
  // Of an imported variant neither the architecture is known nor the size of /tmp, and with them no price.
  return facts?.ephemeralStorageMb === undefined || known.length === 0
    ? undefined
    : millionUsd(
        { ...facts, ephemeralStorageMb: facts.ephemeralStorageMb },
        temperature,
        momentsOf(known).mean,
        pricesOfRegion(prepared?.region ?? "us-east-1", own).prices,
      );
}
