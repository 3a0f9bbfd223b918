import type { Random } from "../shared/seeded-random.ts";
import { type BootstrapOptions, type Draw, resampledInterval } from "./cluster-bootstrap.ts";
import type { Clustered } from "./quantile-window.ts";
import type { Interval } from "./summary.ts";

/**
 * An interval of a quantile of samples that come from several copies of a function: copies are drawn with replacement, as many as
 * there are, and of each that was drawn its environments, again with replacement; an environment keeps its values together. The
 * interval is between the α/2 and 1 − α/2 quantiles of the resamples' quantiles. Undefined where there is one copy. With few copies
 * it is approximate: no resample has a copy that was not there.
 * Sources: A. C. Davison and D. V. Hinkley, Bootstrap Methods and their Application (1997), section 3.8 (hierarchical data);
 * C. A. Field and A. H. Welsh, "Bootstrapping clustered data", J. R. Statist. Soc. B 69 (2007) (two-stage bootstrap).
 */
export function copyQuantileInterval(
  distribution: Clustered,
  sorted: Float64Array,
  random: Random,
  options: BootstrapOptions = {},
): Interval | undefined {
  const members = environmentsByCopy(distribution.copies);
  return members.length < 2
    ? undefined
    : resampledInterval(distribution, sorted, twoStages(members), random, options);
}

/** Indices of the environments of each copy. */
function environmentsByCopy(copies: Uint32Array): readonly (readonly number[])[] {
  const members = new Map<number, number[]>();
  copies.forEach((copy, environment) => {
    const known = members.get(copy) ?? [];
    known.push(environment);
    members.set(copy, known);
  });
  return [...members.values()];
}

function twoStages(members: readonly (readonly number[])[]): Draw {
  return (drawn, random) => {
    drawn.fill(0);
    for (let draw = 0; draw < members.length; draw++) {
      const environments = members[Math.floor(random() * members.length)] ?? [];
      for (let inner = 0; inner < environments.length; inner++) {
        const pick = environments[Math.floor(random() * environments.length)] ?? 0;
        drawn[pick] = (drawn[pick] ?? 0) + 1;
      }
    }
  };
}
