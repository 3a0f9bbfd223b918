import type { Variant } from "../plan/variant.ts";
import { defaultWatched, type Measure, measureText, type Phase } from "../samples/phases.ts";
import type { TargetName } from "../samples/sample.ts";
import { InputError } from "../shared/errors.ts";

/**
 * What a run of two sides judges, as run.json has it: what was asked for, or of the default what the run can have.
 * @throws InputError (place: `--watch`) for each that no variant of the run can have.
 */
export function watchedMeasures(
  asked: readonly Measure[] | undefined,
  variants: readonly Variant[],
  target: TargetName,
): readonly string[] {
  const obstacleTo = (measure: Measure) => obstacle(measure, variants, target);
  const problems = (asked ?? []).flatMap((measure) => {
    const reason = obstacleTo(measure);
    const message = `expected phases that this run has, got ${measureText(measure)}: ${reason}`;
    return reason === undefined ? [] : [{ place: "--watch", message }];
  });
  if (problems.length > 0) {
    throw new InputError(problems);
  }
  return (asked ?? defaultWatched.filter((measure) => obstacleTo(measure) === undefined)).map(measureText);
}

const ofColdStarts: readonly Phase[] = ["coldStart", "init", "restore", "gap", "provision", "coldTotal"];
const ofLambda: readonly Phase[] = ["roundTrip", "unattributed"];
const ofLocalTargets: readonly Phase[] = ["invoke", "firstByte", "overhead", "gap", "provision"];

function obstacle(
  { phase, temperature }: Measure,
  variants: readonly Variant[],
  target: TargetName,
): string | undefined {
  if (temperature === "warm" && ofColdStarts.includes(phase)) {
    return "only cold starts have it";
  }
  if (temperature === "warm" && variants.every(({ samples }) => samples.warm === 0)) {
    return "it has no warm invocations";
  }
  if ((target === "lambda" ? ofLocalTargets : ofLambda).includes(phase)) {
    return `the ${target} target does not see it`;
  }
  return phase === "restore" && variants.every(({ snapStart }) => !snapStart)
    ? "no variant of it is restored from a snapshot"
    : undefined;
}
