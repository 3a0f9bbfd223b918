import { measureText, type Phase } from "../samples/phases.ts";
import type { RunManifest, VariantFacts } from "../samples/run-manifest.ts";
import type { Temperature } from "../samples/sample.ts";
import { seededRandom } from "../shared/seeded-random.ts";
import { describeDistribution } from "./describe.ts";
import type { VariantValues } from "./environment-values.ts";
import { appliesTo } from "./watched-measures.ts";

const headline = [
  { phase: "coldStart", temperature: "cold" },
  { phase: "invoke", temperature: "warm" },
  { phase: "duration", temperature: "warm" },
] as const satisfies readonly { phase: Phase; temperature: Temperature }[];

/**
 * Whether half of the width of a median's 95 % interval is at most `precision` of the median, for the cold start and the warm
 * invoke (where the target cannot see that: the warm duration). The intervals are those that reports show.
 */
export function isPrecise(
  values: VariantValues,
  variant: VariantFacts,
  precision: number,
  { seed, target }: Pick<RunManifest, "seed" | "target">,
): boolean {
  const measures = headline
    .filter((measure) => appliesTo(measure, variant, target))
    .filter(
      ({ phase, temperature }) => phase !== "duration" || temperature !== "warm" || target === "lambda",
    );
  return measures.every((measure) => {
    const measured = values.measures.get(measureText(measure));
    if (measured === undefined) {
      return false;
    }
    const random = seededRandom(seed, values.variant, values.side ?? "", measure.phase);
    const { p50Ms, p50Interval } = describeDistribution({ ...measure, ...measured }, random);
    return (
      p50Interval !== undefined && (p50Interval.highMs - p50Interval.lowMs) / 2 <= precision * Math.abs(p50Ms)
    );
  });
}
