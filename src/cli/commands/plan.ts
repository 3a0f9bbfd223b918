import { createPlan } from "../../plan/create-plan.ts";
import { estimatePlan, estimateVariant } from "../../plan/estimate.ts";
import { type CloudEstimate, estimateCloud } from "../../plan/estimate-cloud.ts";
import type { Plan } from "../../plan/plan.ts";
import { counted } from "../../reports/numbers.ts";
import type { Scenario } from "../../scenario/scenario.ts";
import { formatSpan } from "../../shared/units.ts";
import { sidesOf, wantedBaseline } from "../baseline.ts";
import { type ExitCode, exitCode } from "../exit-codes.ts";
import { currentHost } from "../host.ts";
import { namedScenarios } from "../named-scenarios.ts";
import { planOptions, type RawOptions, text } from "../options.ts";
import type { Output } from "../output.ts";
import { ownPrices } from "../own-prices.ts";
import { type PricesFor, pricesFor } from "../prices-for.ts";
import { alignedTable } from "../table.ts";

/** `thaw plan`: the variants, their samples and the expected time; nothing is measured. @throws InputError. */
export async function planCommand(
  paths: readonly string[],
  raw: RawOptions,
  output: Output,
): Promise<ExitCode> {
  const host = currentHost();
  const options = planOptions(raw);
  const pricesOf = pricesFor(host, await ownPrices(text(raw.prices), host));
  const scenarios = await namedScenarios(paths, host);
  const baseline = await wantedBaseline(options.baseline, scenarios, host);
  const planned = { ...options, hostArchitecture: host.architecture, sides: sidesOf(baseline) };
  const onAws = createPlan(scenarios, { ...planned, regions: "of-scenarios" });
  const isOnAws = isForAws(text(raw.target), onAws, scenarios);
  const plan = isOnAws ? onAws : createPlan(scenarios, planned);
  const cloud = isOnAws ? cloudOf(plan, pricesOf) : undefined;
  if (output.json) {
    output.data(JSON.stringify({ ...planJson(plan), ...(cloud === undefined ? {} : { cloud }) }, null, 2));
    return exitCode.done;
  }
  output.result(planText(plan));
  if (cloud !== undefined) {
    output.result(cloudText(cloud));
  }
  return exitCode.done;
}

/** Asked for with --target, or by every scenario of the plan. */
function isForAws(target: string | undefined, plan: Plan, scenarios: readonly Scenario[]): boolean {
  const planned = scenarios.filter(({ name }) => plan.scenarios.some((one) => one.name === name));
  return target === undefined
    ? planned.length > 0 && planned.every((scenario) => scenario.target === "lambda")
    : target === "lambda";
}

/** With the regions whose own prices are not known. */
interface PricedEstimate extends CloudEstimate {
  readonly withoutPrices: readonly string[];
}

function cloudOf(plan: Plan, pricesOf: PricesFor): PricedEstimate {
  const chosen = plan.variants.map(pricesOf);
  return {
    ...estimateCloud(plan, (variant) => pricesOf(variant).prices),
    withoutPrices: [...new Set(chosen.flatMap(({ exact, region }) => (exact ? [] : [region])))],
  };
}

function cloudText({ regions, withoutPrices, ...all }: PricedEstimate): string {
  const { functionCount, callCount, invocationCount, expectedMs, expectedUsd, mostUsd } = all;
  const standIn = withoutPrices.length === 0 ? "" : `, as those of ${withoutPrices.join(", ")} are not known`;
  const prices = [...new Set(regions.map(({ pricesOf, pricesAsOf }) => `${pricesOf}, ${pricesAsOf}`))];
  const each = regions.map(
    ({ region = "the caller's region", ...own }) =>
      `  ${region}: ${own.functionCount} functions, about ${formatSpan(own.expectedMs)} and $${own.expectedUsd.toFixed(4)} (prices of ${own.pricesOf})`,
  );
  return [
    `on AWS Lambda: ${functionCount} functions, ${callCount} calls of its control plane, ${invocationCount} invocations, about ` +
      `${formatSpan(expectedMs)} and $${expectedUsd.toFixed(4)}`,
    ...(each.length > 1 ? each : []),
    `  at most $${mostUsd.toFixed(4)}, if every invocation ran into its timeout; --max-cost bounds it`,
    `  prices of ${prices.join("; ")}${standIn}; first tier, without the free tier, logs, storage and transfer of data`,
  ].join("\n");
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
    `${counted(plan.variants.length, "variant")}${sides} in ${counted(plan.blocks, "block")}, ${invocationCount} samples with warm-up, ` +
      `about ${formatSpan(expectedMs)} (seed ${plan.seed}); nothing was measured`,
    ...plan.notYetUsed,
  ].join("\n");
}
