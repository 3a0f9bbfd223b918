import { measureText } from "../samples/phases.ts";
import { byCopies, copyMedians, hasCopies } from "./by-copies.ts";
import { pairedContrast, type VariantContrasts } from "./contrast.ts";
import { environmentMedians } from "./environment-medians.ts";
import type { VariantValues } from "./environment-values.ts";
import { pairEnvironments, pairedUpTo, pairedValues } from "./pair-blocks.ts";

/** The contrasts of a variant's two sides, block by block; each environment is one value. */
export function sideContrasts(baseline: VariantValues, candidate: VariantValues): VariantContrasts {
  const paired = pairEnvironments(baseline, candidate);
  const contrast = (one: Float64Array, other: Float64Array, blocks: number) =>
    pairedContrast(pairedValues(paired, one, other, blocks));
  return {
    measure: (measure, blocks) => {
      const name = measureText(measure);
      const [ofBaseline, ofCandidate] = [baseline.measures.get(name), candidate.measures.get(name)];
      const one = environmentMedians(ofBaseline, baseline.blocks.length);
      const other = environmentMedians(ofCandidate, candidate.blocks.length);
      const plain = contrast(one, other, blocks);
      if (!hasCopies(ofBaseline) && !hasCopies(ofCandidate)) {
        return plain;
      }
      const used = pairedUpTo(paired, one, other, blocks);
      return byCopies(plain, {
        baseline: copyMedians(ofBaseline, one, (environment) => used.baseline.has(environment)),
        candidate: copyMedians(ofCandidate, other, (environment) => used.candidate.has(environment)),
      });
    },
    resource: (resource, blocks) => contrast(baseline[resource], candidate[resource], blocks),
  };
}
