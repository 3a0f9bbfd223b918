import { upperQuantile } from "../../dist/statistics/normal.js";
import { power, statedCv } from "./power.mjs";

const wantedShare = 0.95;
const repeats = 200;
/** Of calling any zero difference of a comparison. */
const errorRate = 0.005;

/**
 * How many blocks must be planned so that 95 % of comparisons call a shift slower, looks included, where the error is spent over
 * `watchedCount` differences: to about a twentieth, with pairs as recorded. Effects below the smallest one that a rule calls by default
 * are asked for by a rule that has half the shift for both of its margins.
 */
export function neededBlocks(pool, { shift, watchedCount, seed }) {
  const watched = watchedCount === 1 ? ["init"] : ["init", "coldStart"];
  const half = { relative: shift / 2, absoluteMs: 0.1 };
  const rules = shift < 0.03 ? { smallestEffect: half, equivalence: half } : undefined;
  const enough = (cold) =>
    power(pool, { repeats, cold, shift, wanted: "slower", seed, watched, watchedCount, rules }).share >=
    wantedShare;
  let high = normalBlocks(shift, watchedCount);
  let low = Math.round(high / 1.3);
  while (!enough(high)) {
    [low, high] = [high, Math.round(1.3 * high)];
  }
  while (low > 10 && enough(low)) {
    [low, high] = [Math.round(low / 1.3), low];
  }
  while (high - low > Math.max(1, high / 20)) {
    const middle = Math.round((low + high) / 2);
    [low, high] = enough(middle) ? [low, middle] : [middle, high];
  }
  return high;
}

/** What it would take with normal noise and no looks: where to begin. */
function normalBlocks(shift, watchedCount) {
  const z = upperQuantile(errorRate / watchedCount / 2) + upperQuantile(1 - wantedShare);
  return Math.max(12, Math.round(2 * ((z * statedCv) / Math.log1p(shift)) ** 2));
}
