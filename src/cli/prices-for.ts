import type { Plan } from "../plan/plan.ts";
import { usEast1 } from "../pricing/prices.ts";
import { pricesOfRegion } from "../pricing/prices-of-region.ts";
import type { Host } from "./host.ts";

/** The prices of the region that a plan is measured in, as far as the plan and the user's environment say it. */
export function pricesFor({ variants }: Pick<Plan, "variants">, { environment }: Pick<Host, "environment">) {
  const named = variants[0]?.lambda?.regions?.[0] ?? environment.AWS_REGION ?? environment.AWS_DEFAULT_REGION;
  return pricesOfRegion(named ?? usEast1.region).prices;
}
