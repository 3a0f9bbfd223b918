import type { RunManifest } from "../samples/run-manifest.ts";
import type { BudgetJudgement } from "./comparison.ts";
import type { RunValues, VariantValues } from "./environment-values.ts";
import type { PlainRun, VariantWeakness } from "./gate.ts";
import { isMissing } from "./weaknesses.ts";

/** What the gate of a run without a baseline is decided from. */
export function plainRun(
  manifest: RunManifest,
  values: RunValues,
  budgets: readonly BudgetJudgement[],
): PlainRun {
  const valuesOf = (id: string) => values.find(({ variant }) => variant === id);
  const weaknesses = manifest.variants.flatMap(({ id }) => weaknessesOf(manifest, id, valuesOf(id)));
  return { kind: "plain", budgets, weaknesses };
}

function weaknessesOf(
  { notMeasured }: RunManifest,
  variant: string,
  values: VariantValues | undefined,
): VariantWeakness[] {
  const { failedCount = 0, sampleCount = 0 } = values ?? {};
  if (failedCount > 0) {
    return [
      { variant, weakness: { kind: "failed", side: "candidate", failed: failedCount, of: sampleCount } },
    ];
  }
  const { reason = "no sample of it is on record" } =
    notMeasured.find((one) => one.variant === variant) ?? {};
  return isMissing(values) ? [{ variant, weakness: { kind: "missing", side: "candidate", reason } }] : [];
}
