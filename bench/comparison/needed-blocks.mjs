import { power } from "./power.mjs";

const wantedShare = 0.95;
const repeats = 300;
const most = 1600;

/**
 * How many blocks must be planned so that 95 % of comparisons call a shift slower, looks included, where the error is spent over
 * `watchedCount` differences: to about a twentieth. Effects below the smallest one that a rule calls by default are asked for by a
 * rule with half the shift as its smallest effect.
 */
export function neededBlocks(pool, { shift, watchedCount, pairing, seed }) {
  const watched = watchedCount === 1 ? ["init"] : ["init", "coldStart"];
  const rules = { smallestEffect: { relative: Math.min(0.03, shift / 2), absoluteMs: 0.5 } };
  const enough = (cold) =>
    power(pool, { repeats, cold, shift, wanted: "slower", seed, pairing, watched, watchedCount, rules })
      .share >= wantedShare;
  let [low, high] = [10, 20];
  while (!enough(high)) {
    [low, high] = [high, 2 * high];
    if (high > most) {
      return `> ${most}`;
    }
  }
  while (high - low > Math.max(1, high / 20)) {
    const middle = Math.round((low + high) / 2);
    [low, high] = enough(middle) ? [low, middle] : [middle, high];
  }
  return high;
}
