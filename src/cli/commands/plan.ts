import { createPlan } from "../../plan/create-plan.ts";
import { estimatePlan, estimateVariant } from "../../plan/estimate.ts";
import type { Plan } from "../../plan/plan.ts";
import { loadScenarios } from "../../scenario/load.ts";
import { formatSpan } from "../../shared/units.ts";
import { sidesOf, wantedBaseline } from "../baseline.ts";
import { type ExitCode, exitCode } from "../exit-codes.ts";
import { currentHost } from "../host.ts";
import { planOptions, type RawOptions } from "../options.ts";
import type { Output } from "../output.ts";
import { alignedTable } from "../table.ts";

/** `thaw plan`: the variants, their samples and the expected time; nothing is measured. @throws InputError. */
export async function planCommand(
  paths: readonly string[],
  raw: RawOptions,
  output: Output,
): Promise<ExitCode> {
  const host = currentHost();
  const options = planOptions(raw);
  const scenarios = await loadScenarios(
    paths.length === 0 ? ["scenarios"] : paths,
    host.environment,
    host.cwd,
  );
  const baseline = await wantedBaseline(options.baseline, scenarios, host);
  const plan = createPlan(scenarios, {
    ...options,
    hostArchitecture: host.architecture,
    sides: sidesOf(baseline),
  });
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
    ...(plan.sides.length === 1 ? {} : { sides: plan.sides }),
    ...estimatePlan(plan),
    notYetUsed: plan.notYetUsed,
    variants: plan.variants.map((variant) => ({
      id: variant.id,
      scenario: variant.scenario,
      runtime: variant.runtime,
      ...variant.samples,
      ...estimateVariant(variant, plan.sides.length),
    })),
  };
}

function planText(plan: Plan): string {
  const rows = plan.variants.map((variant) => {
    const { coldCount, warmCount, expectedMs } = estimateVariant(variant, plan.sides.length);
    return [variant.id, String(coldCount), String(warmCount), formatSpan(expectedMs)];
  });
  const { invocationCount, expectedMs } = estimatePlan(plan);
  const sides = plan.sides.length === 1 ? "" : `, ${plan.sides.length} sides each,`;
  return [
    alignedTable(["variant", "cold", "warm", "about"], rows),
    "",
    `${plan.variants.length} variants${sides} in ${plan.blocks} blocks, ${invocationCount} samples with warm-up, ` +
      `about ${formatSpan(expectedMs)} (seed ${plan.seed}); nothing was measured`,
    ...plan.notYetUsed,
  ].join("\n");
}
