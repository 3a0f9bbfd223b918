/** `$12.3456` with this many decimals. */
export function dollars(usd: number, decimals: number): string {
  return `$${usd.toFixed(decimals)}`;
}

/** Decimals that show the smallest of the amounts with three significant digits: two at least, eight at most. */
export function decimalsOfDollars(amounts: readonly (number | undefined)[]): number {
  const sizes = amounts.filter((amount) => amount !== undefined && amount > 0).map((amount) => amount ?? 0);
  const smallest = Math.min(...sizes);
  return sizes.length === 0 ? 2 : Math.min(8, Math.max(2, 2 - Math.floor(Math.log10(smallest))));
}

/** One amount with the decimals that it asks for: `$0.00123`, `$12.35`. */
export function dollarsText(usd: number): string {
  return dollars(usd, decimalsOfDollars([usd]));
}
