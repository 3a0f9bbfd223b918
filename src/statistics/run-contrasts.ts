import { measureText } from "../samples/phases.ts";
import { twoSampleContrast, type VariantContrasts } from "./contrast.ts";
import { environmentMedians } from "./environment-medians.ts";
import type { VariantValues } from "./environment-values.ts";
import { type Strata, strataOf } from "./strata.ts";

/** The contrasts of a variant in two runs; each environment is one value. They are never cut to their first blocks. */
export function runContrasts(
  baseline: VariantValues,
  candidate: VariantValues,
  strata: Strata,
): VariantContrasts {
  const contrast = (one: Float64Array, other: Float64Array) =>
    twoSampleContrast(strataOf({ baseline, candidate }, one, other, strata));
  return {
    measure: (measure) => {
      const name = measureText(measure);
      return contrast(
        environmentMedians(baseline.measures.get(name), baseline.blocks.length),
        environmentMedians(candidate.measures.get(name), candidate.blocks.length),
      );
    },
    resource: (resource) => contrast(baseline[resource], candidate[resource]),
  };
}
