import { seededRandom } from "../../dist/shared/seeded-random.js";
import { binomialInterval } from "./binomial-interval.mjs";
import { compareBlocks } from "./compare-blocks.mjs";
import { measures } from "./pool.mjs";
import { randomWindow } from "./windows.mjs";

const called = ["slower", "faster"];

/**
 * Compares the two sides of random contiguous windows of a pool, on which there is no difference: whatever is called slower or
 * faster is a false alarm. `excluded` counts the comparisons in which an interval excludes zero, whether its size matters or not:
 * what the error rate is about without the smallest effect. Windows overlap; `disjoint` is how many there are that do not.
 */
export function falseAlarms(pool, { comparisons, cold, until, seed, watched = measures }) {
  const random = seededRandom(seed, "false alarms", cold, until ?? "");
  let alarms = 0;
  let excluded = 0;
  for (let done = 0; done < comparisons; done++) {
    const { differences } = compareBlocks(randomWindow(pool, cold, random), { watched, until });
    alarms += differences.some(({ verdict }) => called.includes(verdict)) ? 1 : 0;
    excluded += differences.some(({ shift }) => shift.low > 0 || shift.high < 0) ? 1 : 0;
  }
  return {
    comparisons,
    alarms,
    excluded,
    disjoint: Math.floor(pool.blocks / cold),
    interval: binomialInterval(alarms, comparisons),
    excludedInterval: binomialInterval(excluded, comparisons),
  };
}
