import type { Variant } from "../plan/variant.ts";
import { type Prices, usEast1 } from "../pricing/prices.ts";
import { pricesOfRegion } from "../pricing/prices-of-region.ts";
import type { Host } from "./host.ts";

/** The prices of the region that a variant is measured in, as far as its scenario and the user's environment say it. */
export function pricesFor(
  { lambda }: Pick<Variant, "lambda">,
  { environment }: Pick<Host, "environment">,
): Prices {
  const named = lambda?.region ?? environment.AWS_REGION ?? environment.AWS_DEFAULT_REGION;
  return pricesOfRegion(named ?? usEast1.region).prices;
}
