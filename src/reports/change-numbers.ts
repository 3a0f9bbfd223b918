import type { Estimate, TwoFigures } from "../statistics/comparison.ts";
import { absent, decimalsFor } from "./numbers.ts";

/** `+14.2 (11.0 to 17.3)`: the shift in the unit of its column, with the digits that its interval leaves a meaning. */
export function shiftText(shift: Estimate, mostDecimals = 3): string {
  const decimals = decimalsOf(shift, mostDecimals);
  return `${signed(shift.value, decimals)} ${intervalOf(shift, decimals)}`;
}

/** `+14.2 ms (11.0 to 17.3)`. */
export function shiftWithUnit(shift: Estimate, unit: string): string {
  const decimals = decimalsOf(shift);
  return `${signed(shift.value, decimals)} ${unit} ${intervalOf(shift, decimals)}`;
}

/** `init +14.2 ms (+9.1 %, 11.0 to 17.3)` without the phase: the shift, its share of the baseline, the shift's interval. */
export function shiftAndShare(shift: Estimate, ratio: Estimate): string {
  const decimals = decimalsOf(shift);
  const share = shareOf(ratio);
  const percent = Number.isFinite(share.value) ? `${signed(share.value, decimalsOf(share, 1))} %, ` : "";
  return `${signed(shift.value, decimals)} ms (${percent}${endsOf(shift, decimals)})`;
}

/** `+9.1 (7.0 to 11.2)`: a ratio as the percentage by which the candidate lies above the baseline. */
export function percentText(ratio: Estimate): string {
  return Number.isFinite(ratio.value) ? shiftText(shareOf(ratio), 1) : absent;
}

/** Decimals that show the half of an interval with two significant digits; without one, the value with three. */
export function decimalsOf({ value, low, high }: Estimate, most = 3): number {
  const half = (high - low) / 2;
  if (!(half > 0 && Number.isFinite(half))) {
    return Math.min(most, decimalsFor([value]));
  }
  return Math.max(0, Math.min(most, 1 - Math.floor(Math.log10(half))));
}

/** `(11.0 to 17.3)`, `(at least 11.0)` where the other end could not be told. */
export function intervalOf(estimate: Estimate, decimals: number): string {
  return `(${endsOf(estimate, decimals)})`;
}

/** Two figures that are known without chance, and by how much the second is above the first. */
export function figuresText(
  figures: TwoFigures | undefined,
  decimals: number,
): readonly [string, string, string] {
  if (figures === undefined) {
    return ["", "", ""];
  }
  const { baseline, candidate } = figures;
  const change =
    baseline === candidate
      ? "0"
      : signed(candidate - baseline, Math.max(decimals, decimalsFor([candidate - baseline])));
  return [baseline.toFixed(decimals), candidate.toFixed(decimals), change];
}

/** Of a probability: two significant digits, and none that nobody acts on. */
export function probabilityText(p: number | undefined): string {
  return p === undefined ? "" : p < 0.001 ? "< 0.001" : p.toFixed(p < 0.1 ? 3 : 2);
}

function endsOf({ low, high }: Estimate, decimals: number): string {
  const hasLow = Number.isFinite(low);
  const hasHigh = Number.isFinite(high);
  if (hasLow && hasHigh) {
    return `${plain(low, decimals)} to ${plain(high, decimals)}`;
  }
  return hasLow
    ? `at least ${plain(low, decimals)}`
    : hasHigh
      ? `at most ${plain(high, decimals)}`
      : "no interval";
}

function shareOf({ value, low, high }: Estimate): Estimate {
  const percent = (ratio: number) => (ratio - 1) * 100;
  return {
    value: percent(value),
    low: low > 0 ? percent(low) : Number.NEGATIVE_INFINITY,
    high: percent(high),
  };
}

function signed(value: number, decimals: number): string {
  const text = plain(value, decimals);
  return value > 0 && Number(text) > 0 ? `+${text}` : text;
}

/** No zero has a sign. */
function plain(value: number, decimals: number): string {
  const text = value.toFixed(decimals);
  return Number(text) === 0 ? text.replace("-", "") : text;
}
