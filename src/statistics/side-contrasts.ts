import { measureText } from "../samples/phases.ts";
import { pairedContrast, type VariantContrasts } from "./contrast.ts";
import { environmentMedians } from "./environment-medians.ts";
import type { VariantValues } from "./environment-values.ts";
import { pairEnvironments, pairedValues } from "./pair-blocks.ts";

/** The contrasts of a variant's two sides, block by block; each environment is one value. */
export function sideContrasts(baseline: VariantValues, candidate: VariantValues): VariantContrasts {
  const paired = pairEnvironments(baseline, candidate);
  const contrast = (one: Float64Array, other: Float64Array, blocks: number) =>
    pairedContrast(pairedValues(paired, one, other, blocks));
  return {
    measure: (measure, blocks) => {
      const name = measureText(measure);
      const [one, other] = [baseline, candidate].map((side) =>
        environmentMedians(side.measures.get(name), side.blocks.length),
      );
      return contrast(one ?? new Float64Array(), other ?? new Float64Array(), blocks);
    },
    resource: (resource, blocks) => contrast(baseline[resource], candidate[resource], blocks),
  };
}
