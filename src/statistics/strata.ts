import type { RunManifest } from "../samples/run-manifest.ts";
import type { VariantValues } from "./environment-values.ts";
import type { TwoSamples } from "./rank-sum.ts";

/** For each segment of two runs the number of its stratum: segments on hosts of one kind are one. */
export interface Strata {
  readonly count: number;
  readonly baseline: readonly number[];
  readonly candidate: readonly number[];
}

/**
 * What of two runs is compared within itself and then pooled: what ran on hosts of one kind, whichever segments it was. Which segment
 * of one run came when another of the other did, nobody knows; a run that was resumed on its host is one stratum. Lambda is one host
 * in that sense, wherever it was called from.
 */
export function hostStrata(baseline: RunManifest, candidate: RunManifest): Strata {
  const hosts = [...new Set([baseline, candidate].flatMap(hostsOf))];
  const of = (manifest: RunManifest) => hostsOf(manifest).map((host) => hosts.indexOf(host));
  return { count: hosts.length, baseline: of(baseline), candidate: of(candidate) };
}

function hostsOf({ target, segments }: RunManifest): string[] {
  return segments.map(({ host }) => {
    const { platform, architecture, cpuModel = "", cpuCount } = host;
    return target === "lambda" ? "" : JSON.stringify([platform, architecture, cpuModel, cpuCount]);
  });
}

/**
 * Values of environments by stratum, those that are NaN left out; a stratum without values of both sides is left out too. `baseline`
 * and `candidate` hold one value for each environment of their side. All in one where no stratum has values of both sides.
 */
export function strataOf(
  sides: { readonly baseline: VariantValues; readonly candidate: VariantValues },
  baseline: Float64Array,
  candidate: Float64Array,
  strata: Strata,
): TwoSamples[] {
  const of = (stratum?: number) => ({
    baseline: known(baseline, sides.baseline, strata.baseline, stratum),
    candidate: known(candidate, sides.candidate, strata.candidate, stratum),
  });
  const found = Array.from({ length: strata.count }, (_, stratum) => of(stratum)).filter(
    (stratum) => stratum.baseline.length > 0 && stratum.candidate.length > 0,
  );
  return found.length > 0 ? found : [of()];
}

function known(
  values: Float64Array,
  { segments }: VariantValues,
  strata: readonly number[],
  stratum: number | undefined,
): Float64Array {
  return values.filter(
    (value, index) =>
      !Number.isNaN(value) && (stratum === undefined || strata[segments[index] ?? 0] === stratum),
  );
}
