import { defaultWatched, type Measure, type Phase, parseMeasure, warmPhases } from "../samples/phases.ts";
import type { RunManifest, VariantFacts } from "../samples/run-manifest.ts";
import type { TargetName } from "../samples/sample.ts";

/** What a run's differences are judged by: as it was asked for, or the default. */
export function watchedOf({ watched }: Pick<RunManifest, "watched">): readonly Measure[] {
  return (
    watched?.flatMap((text) => {
      const measure = parseMeasure(text);
      return measure === undefined ? [] : [measure];
    }) ?? defaultWatched
  );
}

const localOnly: readonly Phase[] = ["provision", "gap", "invoke", "firstByte", "overhead"];
const lambdaOnly: readonly Phase[] = ["roundTrip", "unattributed"];

/**
 * Whether a variant has a measure on a target, by what is known before anything is measured: warm ones where warm invocations
 * are planned, a restore with snapStart alone, and what the target can see.
 */
export function appliesTo(
  { phase, temperature }: Measure,
  variant: Pick<VariantFacts, "warm" | "snapStart">,
  target: TargetName,
): boolean {
  if (temperature === "warm" && (variant.warm === 0 || !warmPhases.includes(phase))) {
    return false;
  }
  if ((target === "lambda" ? localOnly : lambdaOnly).includes(phase)) {
    return false;
  }
  if (phase === "restore") {
    return variant.snapStart === true;
  }
  return phase !== "init" || target !== "lambda" || variant.snapStart !== true;
}
