import { seededRandom } from "../shared/seeded-random.ts";

/** How often each cluster was drawn, resample after resample. */
export type BootstrapDraws = readonly Uint8Array[];

type Seed = readonly (string | number)[];

/**
 * For each resample as many of `clusters` clusters as there are, drawn with replacement. They depend on the seed and on the number
 * of clusters alone, so the last ones are kept: drawing costs more than all that is done with it, and each interval is the same
 * whether another measure was resampled by the same draws or not.
 */
export function bootstrapDraws(clusters: number, resamples: number, seed: Seed): BootstrapDraws {
  const key = JSON.stringify([clusters, resamples, seed]);
  const known = kept.find((draws) => draws.key === key);
  if (known !== undefined) {
    return known.draws;
  }
  const draws = drawn(clusters, resamples, seed);
  kept.unshift({ key, draws });
  kept.length = Math.min(kept.length, keptCount);
  return draws;
}

/** Those of two sides. */
const keptCount = 2;

const kept: { readonly key: string; readonly draws: BootstrapDraws }[] = [];

function drawn(clusters: number, resamples: number, seed: Seed): BootstrapDraws {
  const random = seededRandom(...seed);
  const table = new Uint8Array(clusters * resamples);
  return Array.from({ length: resamples }, (_, resample) => {
    const counts = table.subarray(resample * clusters, (resample + 1) * clusters);
    for (let draw = 0; draw < clusters; draw++) {
      const pick = Math.floor(random() * clusters);
      counts[pick] = (counts[pick] ?? 0) + 1;
    }
    return counts;
  });
}
