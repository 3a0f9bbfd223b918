import type { Rule } from "./comparison.ts";
import { worthSaying } from "./more-for-budget.ts";
import { upperQuantile } from "./normal.ts";
import { type Judgeable, marginMs, matters } from "./verdict.ts";

/** How a difference was looked at. */
export interface LookedAt {
  /** Environments on the side that has fewer. */
  readonly n: number;
  /** Two-sided level of its interval, and of the last look that is planned. */
  readonly level: number;
  readonly finalLevel: number;
}

/** That an estimate stays where it is is no surer than this. */
const likely = 0.8;

/**
 * About how many more cold starts a side would decide an undecided difference in four of five cases, if its estimate is right:
 * intervals shrink with the square root of their number, until the interval excludes zero, where the estimate matters, or else
 * fits into the equivalence margin, where the estimate lies within. Where there is no interval yet, as many as give one at all.
 * Rounded up. Undefined where the estimate neither matters nor lies within the margin, or where it would take more than 100,000.
 */
export function moreToDecide(difference: Judgeable, rule: Rule, lookedAt: LookedAt): number | undefined {
  const { low, high, value } = difference.shift;
  const { n, level, finalLevel } = lookedAt;
  if (!Number.isFinite(low) || !Number.isFinite(high)) {
    return roundedUp(Math.max(1, fewestFor(finalLevel) - n));
  }
  const room = matters(difference, rule.smallestEffect)
    ? Math.abs(value)
    : marginMs(difference, rule.equivalence) - Math.abs(value);
  const standardError = (high - low) / 2 / upperQuantile(level / 2);
  const wanted = (upperQuantile(finalLevel / 2) + upperQuantile(1 - likely)) * standardError;
  const more = room > 0 ? worthSaying(Math.max(1, n * (wanted / room) ** 2 - n)) : undefined;
  return more === undefined ? undefined : roundedUp(more);
}

/** To the next 5, from 100 on to two figures: an estimate of an estimate is not known better. */
function roundedUp(count: number): number {
  const step = count <= 100 ? 5 : 10 ** (Math.ceil(Math.log10(count)) - 2);
  return Math.ceil(count / step) * step;
}

/** With fewer than so many pairs no order of their signs is as rare as the level: 2 · 2⁻ⁿ. Two samples of so many have orders enough. */
function fewestFor(level: number): number {
  return Math.ceil(Math.log2(2 / level));
}
