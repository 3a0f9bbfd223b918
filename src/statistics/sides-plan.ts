import type { Measure } from "../samples/phases.ts";
import type { PreparedFacts, RunManifest, VariantFacts } from "../samples/run-manifest.ts";
import type { Side } from "../samples/sample.ts";
import { errorRate } from "./rule.ts";
import { appliesTo, watchedOf } from "./watched-measures.ts";

/** Over what the error of a comparison is spent. */
export interface ErrorPlan {
  readonly watched: readonly Measure[];
  /** Those of them that a variant has; none where it is not judged. */
  readonly measuresOf: (variant: VariantFacts) => readonly Measure[];
  /** All watched differences of the comparison. */
  readonly watchedCount: number;
  /** Two-sided level of one of them. */
  readonly alpha: number;
}

/**
 * Over what a run of two sides spends its error. It is known before anything is measured, so that no sample can change it: every
 * watched measure that a variant has on this target, of every variant but those whose sides are the same and not measured. One
 * that turns out to have no samples keeps its share.
 */
export function sidesPlan(
  manifest: Pick<RunManifest, "variants" | "target" | "watched" | "request">,
  watched = watchedOf(manifest),
): ErrorPlan {
  const measuresOf = (variant: VariantFacts) =>
    isLeftOut(manifest, variant)
      ? []
      : watched.filter((measure) => appliesTo(measure, variant, manifest.target));
  return errorPlan(watched, measuresOf, manifest.variants);
}

/** Divides the error evenly by the number of differences: Bonferroni, which holds whatever their dependence. */
export function errorPlan(
  watched: readonly Measure[],
  measuresOf: ErrorPlan["measuresOf"],
  variants: readonly VariantFacts[],
): ErrorPlan {
  const watchedCount = variants.reduce((total, variant) => total + measuresOf(variant).length, 0);
  return { watched, measuresOf, watchedCount, alpha: errorRate / Math.max(1, watchedCount) };
}

/** True where both sides of a variant are the same to the byte and are not measured for that. */
export function isLeftOut({ request }: Pick<RunManifest, "request">, variant: VariantFacts): boolean {
  return request.measureIdentical !== true && hasIdenticalSides(variant);
}

/** True where everything that a variant is measured with is the same on both sides. */
export function hasIdenticalSides(variant: Pick<VariantFacts, "prepared">): boolean {
  const baseline = preparedFor(variant, "baseline");
  const candidate = preparedFor(variant, "candidate");
  return baseline !== undefined && candidate !== undefined && digestsOf(baseline) === digestsOf(candidate);
}

/** What a side of a variant was measured with; undefined where it was not prepared. */
export function preparedFor(
  { prepared }: Pick<VariantFacts, "prepared">,
  side: Side,
): PreparedFacts | undefined {
  return prepared.find((facts) => facts.side === side);
}

function digestsOf({ functionDigest, layerDigests, runtimeDigest, imageDigest }: PreparedFacts): string {
  return JSON.stringify([functionDigest, layerDigests, runtimeDigest ?? null, imageDigest ?? null]);
}
