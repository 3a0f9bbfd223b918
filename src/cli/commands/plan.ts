import { estimatePlanMs } from "../../plan/estimate.ts";
import { createPlan } from "../../plan/expand.ts";
import type { Plan } from "../../plan/plan.ts";
import type { Variant } from "../../plan/variant.ts";
import { loadScenarios } from "../../scenario/load.ts";
import { formatSpan } from "../../shared/units.ts";
import { type ExitCode, exitCode } from "../exit-codes.ts";
import { currentHost } from "../host.ts";
import { planOptions, type RawOptions } from "../options.ts";
import type { Output } from "../output.ts";
import { alignedTable } from "../table.ts";

/** `thaw plan`: the variants, their samples and the expected time; nothing is measured. @throws InputError. */
export async function planCommand(paths: readonly string[], raw: RawOptions, output: Output): Promise<ExitCode> {
  const host = currentHost();
  const options = planOptions(raw);
  const scenarios = await loadScenarios(paths.length === 0 ? ["scenarios"] : paths, host.environment, host.cwd);
  const plan = createPlan(scenarios, { ...options, hostArchitecture: host.architecture });
  if (output.json) {
    output.data(JSON.stringify(planJson(plan), null, 2));
    return exitCode.done;
  }
  output.result(planText(plan));
  return exitCode.done;
}

function planJson(plan: Plan) {
  return {
    seed: plan.seed,
    planDigest: plan.digest,
    blocks: plan.blocks,
    expectedMs: estimatePlanMs(plan),
    notYetUsed: plan.notYetUsed,
    variants: plan.variants.map((variant) => ({
      id: variant.id,
      scenario: variant.scenario,
      runtime: variant.runtime,
      ...variant.samples,
      ...samplesOf(variant),
    })),
  };
}

function planText(plan: Plan): string {
  const rows = plan.variants.map((variant) => {
    const { coldSamples, warmSamples } = samplesOf(variant);
    return [variant.id, String(coldSamples), String(warmSamples)];
  });
  const total = plan.variants.reduce((sum, variant) => sum + totalSamples(variant), 0);
  return [
    alignedTable(["variant", "cold", "warm"], rows),
    "",
    `${plan.variants.length} variants, ${total} samples with warm-up, in ${plan.blocks} blocks (seed ${plan.seed}); ` +
      `about ${formatSpan(estimatePlanMs(plan))}`,
    ...plan.notYetUsed,
  ].join("\n");
}

function samplesOf({ samples }: Variant): { readonly coldSamples: number; readonly warmSamples: number } {
  return { coldSamples: samples.cold, warmSamples: samples.cold * samples.warm };
}

function totalSamples({ samples }: Variant): number {
  return (samples.warmupBlocks + samples.cold) * (1 + samples.settle + samples.warm);
}
