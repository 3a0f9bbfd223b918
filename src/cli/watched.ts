import { defaultWatched, type Measure, measureText } from "../samples/phases.ts";
import type { VariantFacts } from "../samples/run-manifest.ts";
import type { TargetName } from "../samples/sample.ts";
import { InputError } from "../shared/errors.ts";
import { appliesTo } from "../statistics/watched-measures.ts";

/** What of a variant decides which phases it has. */
type Watchable = Pick<VariantFacts, "warm" | "snapStart">;

/**
 * What is judged, as run.json has it: what was asked for, or of the default what the variants can have.
 * @throws InputError (place: `--watch`) for each that no variant of the run can have.
 */
export function watchedMeasures(
  asked: readonly Measure[] | undefined,
  variants: readonly Watchable[],
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

/** Why no variant can have it; undefined where one can. */
function obstacle(
  { phase, temperature }: Measure,
  variants: readonly Watchable[],
  target: TargetName,
): string | undefined {
  if (variants.some((variant) => appliesTo({ phase, temperature }, variant, target))) {
    return undefined;
  }
  if (temperature === "warm" && appliesTo({ phase, temperature }, { warm: 1 }, target)) {
    return "it has no warm invocations";
  }
  if (phase === "restore" && temperature === "cold") {
    return "no variant of it is restored from a snapshot";
  }
  return temperature === "warm" &&
    appliesTo({ phase, temperature: "cold" }, { warm: 1, snapStart: true }, target)
    ? "only cold starts have it"
    : `the ${target} target does not see it`;
}
