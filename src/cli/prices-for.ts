import type { Variant } from "../plan/variant.ts";
import { type Prices, usEast1 } from "../pricing/prices.ts";
import { type ChosenPrices, pricesOfRegion } from "../pricing/prices-of-region.ts";
import type { Host } from "./host.ts";

/** What of a variant says where it is measured. */
type Placed = Pick<Variant, "lambda">;

/** The prices of the region that a variant is measured in, as far as it and the user's environment say it. */
export type PricesFor = (variant: Placed) => ChosenPrices & { readonly region: string };

/** `own`: those of a file that the user named; they win over those that Thaw knows. */
export function pricesFor(
  { environment }: Pick<Host, "environment">,
  own: readonly Prices[] | undefined,
): PricesFor {
  return ({ lambda }) => {
    const named = lambda?.region ?? environment.AWS_REGION ?? environment.AWS_DEFAULT_REGION;
    const region = named ?? usEast1.region;
    return { region, ...pricesOfRegion(region, own) };
  };
}
