import { seededRandom } from "../../dist/shared/seeded-random.js";
import { binomialInterval } from "./binomial-interval.mjs";
import { compareBlocks } from "./compare-blocks.mjs";
import { noisyWindow } from "./windows.mjs";

/** The robust coefficient of variation at which power is stated. */
export const statedCv = 0.06;

const bothCold = ["init", "coldStart"];

/**
 * How often comparisons of so many blocks say `wanted` of every watched difference, where the candidate's values are larger by
 * `shift` (0.05 is 5 %): the share with its interval, the mean number of blocks taken, and the share that had said it by `early`.
 */
export function power(pool, options) {
  const { repeats, cold, shift, wanted, seed, until = "decided", pairing = "kept", early = cold } = options;
  const { watched = bothCold, watchedCount, rules, cv = statedCv } = options;
  const random = seededRandom(seed, "power", shift, cold, pairing);
  let found = 0;
  let foundEarly = 0;
  let blocks = 0;
  for (let done = 0; done < repeats; done++) {
    const window = noisyWindow(pool, cold, { cv, pairing, shift }, random);
    const comparison = compareBlocks(window, { watched, watchedCount, until, rules });
    const all = comparison.differences.every(({ verdict }) => verdict === wanted);
    found += all ? 1 : 0;
    foundEarly += all && comparison.blocks <= early ? 1 : 0;
    blocks += comparison.blocks;
  }
  return {
    share: found / repeats,
    interval: binomialInterval(found, repeats),
    earlyShare: foundEarly / repeats,
    meanBlocks: blocks / repeats,
  };
}
