import { measureText } from "../samples/phases.ts";
import { byCopies, copyMedians, hasCopies } from "./by-copies.ts";
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
      const [ofBaseline, ofCandidate] = [baseline.measures.get(name), candidate.measures.get(name)];
      const one = environmentMedians(ofBaseline, baseline.blocks.length);
      const other = environmentMedians(ofCandidate, candidate.blocks.length);
      const plain = contrast(one, other);
      return !hasCopies(ofBaseline) && !hasCopies(ofCandidate)
        ? plain
        : byCopies(plain, {
            baseline: copyMedians(ofBaseline, one),
            candidate: copyMedians(ofCandidate, other),
          });
    },
    resource: (resource) => contrast(baseline[resource], candidate[resource]),
  };
}
