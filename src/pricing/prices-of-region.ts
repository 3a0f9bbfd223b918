import { type Prices, usEast1 } from "./prices.ts";

/** Prices that are used for a region. */
export interface ChosenPrices {
  readonly prices: Prices;
  /** False where the region's own are not known and those of us-east-1 stand in for them: reports say so. */
  readonly exact: boolean;
}

/**
 * The prices of a region: from `own`, which a user gives, else those that Thaw knows. It knows us-east-1. Several regions cost
 * more (among them af-south-1, ap-east-1, eu-south-1, me-south-1 and ap-northeast-3), so another region's cost is an
 * estimate until its prices are given.
 */
export function pricesOfRegion(region: string, own: readonly Prices[] = []): ChosenPrices {
  const found = [...own, usEast1].find((prices) => prices.region === region);
  if (found !== undefined) {
    return { prices: found, exact: true };
  }
  const standIn = own.find((prices) => prices.region === usEast1.region) ?? usEast1;
  return { prices: standIn, exact: false };
}
