import { join } from "node:path";
import type { Plan } from "../plan/plan.ts";
import { readEnvironments } from "../samples/read-environments.ts";
import { samplesFile } from "../samples/run-directory.ts";
import type { Sample } from "../samples/sample.ts";
import { lostCost } from "../statistics/lost-cost.ts";
import type { Stood, Target } from "../targets/target.ts";
import type { Host } from "./host.ts";
import type { OpenRun } from "./open-run.ts";
import { pricesFor } from "./prices-for.ts";
import { Spending } from "./spending.ts";

/** Where samples cost money: the spending of a run, which has heard of what is on record. @throws InputError as the reader does. */
export async function openSpending(
  { directory, plan, manifest, earlier }: OpenRun,
  maxUsd: number,
  target: Target,
  host: Host,
): Promise<Spending | undefined> {
  if (manifest.target !== "lambda") {
    return undefined;
  }
  const pricesOf = pricesFor(host, manifest.prices);
  const spending = new Spending({
    maxUsd,
    variants: plan.variants,
    pricesOf: (variant) => pricesOf(variant).prices,
    standing: () => target.standing ?? [],
  });
  const told = new Set((earlier?.standing ?? []).map(({ segment }) => segment));
  for await (const { samples } of readEnvironments(join(directory, samplesFile))) {
    spending.add(samples);
    const [first] = samples;
    spending.addStood(first === undefined || told.has(first.segment) ? [] : leastStood(first, plan));
  }
  spending.addStood(earlier?.standing ?? []);
  spending.addLost(earlier === undefined ? 0 : lostCost(earlier).atMostUsd);
  return spending;
}

/** What stood for a cold start of a killed segment, which left no word of it: the least that is paid for. */
function leastStood(
  { variant, side, method }: Sample,
  { variants }: Pick<Plan, "variants">,
): readonly Stood[] {
  const environments = variants.find(({ id }) => id === variant)?.lambda?.provisioned ?? 0;
  const kind =
    method === "restore" ? "snapshot" : method === "provisioned" ? ("provisioned" as const) : undefined;
  return kind === undefined ? [] : [{ variant, side, kind, environments, stoodMs: [0] }];
}
