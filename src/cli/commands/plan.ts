import { createPlan } from "../../plan/create-plan.ts";
import { estimatePlan, estimateVariant } from "../../plan/estimate.ts";
import { type CloudEstimate, estimateCloud } from "../../plan/estimate-cloud.ts";
import type { Plan } from "../../plan/plan.ts";
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
  const plan = createPlan(scenarios, {
    ...options,
    hostArchitecture: host.architecture,
    sides: sidesOf(baseline),
  });
  const cloud = isForAws(text(raw.target), plan, scenarios) ? cloudOf(plan, pricesOf) : undefined;
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

/** With the prices that it is made of: of another region where those of one are not known. */
interface PricedEstimate extends CloudEstimate {
  readonly pricesAsOf: string;
  readonly pricesOf: string;
  /** Regions whose own prices are not known. */
  readonly withoutPrices: readonly string[];
}

function cloudOf(plan: Plan, pricesOf: PricesFor): PricedEstimate {
  const chosen = plan.variants.map(pricesOf);
  const each = (of: (one: (typeof chosen)[number]) => string) => [...new Set(chosen.map(of))];
  return {
    ...estimateCloud(plan, (variant) => pricesOf(variant).prices),
    pricesAsOf: each(({ prices }) => prices.asOf).join(", "),
    pricesOf: each(({ prices }) => prices.region).join(", "),
    withoutPrices: [...new Set(chosen.flatMap(({ exact, region }) => (exact ? [] : [region])))],
  };
}

function cloudText(cloud: PricedEstimate): string {
  const { functionCount, callCount, invocationCount, expectedMs, expectedUsd, mostUsd, withoutPrices } =
    cloud;
  const standIn = withoutPrices.length === 0 ? "" : `, as those of ${withoutPrices.join(", ")} are not known`;
  return [
    `on AWS Lambda: ${functionCount} functions, ${callCount} calls of its control plane, ${invocationCount} invocations, about ` +
      `${formatSpan(expectedMs)} and $${expectedUsd.toFixed(4)}`,
    `  at most $${mostUsd.toFixed(4)}, if every invocation ran into its timeout; --max-cost bounds it`,
    `  prices of ${cloud.pricesOf}, ${cloud.pricesAsOf}${standIn}; first tier, without the free tier, logs, storage and transfer of data`,
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
    `${plan.variants.length} variants${sides} in ${plan.blocks} blocks, ${invocationCount} samples with warm-up, ` +
      `about ${formatSpan(expectedMs)} (seed ${plan.seed}); nothing was measured`,
    ...plan.notYetUsed,
  ].join("\n");
}
