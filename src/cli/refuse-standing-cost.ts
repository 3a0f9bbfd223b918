import { estimateCloud } from "../plan/estimate-cloud.ts";
import type { Plan } from "../plan/plan.ts";
import { InputError, UnavailableError } from "../shared/errors.ts";
import type { Host } from "./host.ts";
import { pricesFor } from "./prices-for.ts";

/**
 * Snapshots, and environments that are kept ready, cost money from when they are made, before a sample could be counted.
 * @throws InputError where they alone pass what a run may cost; UnavailableError where they would stand on after it.
 */
export function refuseStandingCost(
  plan: Pick<Plan, "variants" | "sides">,
  { maxCostUsd, keep }: { readonly maxCostUsd: number; readonly keep: boolean },
  host: Pick<Host, "environment">,
): void {
  if (keep && plan.variants.some(({ lambda }) => (lambda?.provisioned ?? 0) > 0)) {
    throw new UnavailableError(
      "lambda.provisioned costs money for as long as it stands, and would stand on after this",
      "run it without --keep, and do not deploy it",
    );
  }
  const { standingUsd } = estimateCloud(plan, (variant) => pricesFor(variant, host));
  if (standingUsd > maxCostUsd) {
    const message = `expected at least ${standingUsd.toFixed(2)}, which snapshots and provisioned environments of this plan cost, got ${maxCostUsd}`;
    throw new InputError([{ place: "--max-cost", message, hint: "or take fewer cold starts, or variants" }]);
  }
}
