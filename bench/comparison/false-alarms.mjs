import { seededRandom } from "../../dist/shared/seeded-random.js";
import { binomialInterval } from "./binomial-interval.mjs";
import { compareBlocks } from "./compare-blocks.mjs";
import { measures } from "./pool.mjs";
import { randomWindow, windowOf } from "./windows.mjs";

const called = ["slower", "faster"];

/**
 * Compares the two sides of random contiguous windows of a pool, on which there is no difference: whatever is called slower or
 * faster is a false alarm. `excluded` counts the comparisons in which an interval excludes zero, whether its size matters or not:
 * what the error rate is about without the smallest effect. Windows overlap; `disjoint` is how many there are that do not.
 */
export function falseAlarms(pool, { comparisons, seed, ...design }) {
  const random = seededRandom(seed, "false alarms", design.cold, design.until ?? "");
  const windows = Array.from({ length: comparisons }, () => randomWindow(pool, design.cold, random));
  const { alarms, excluded } = countAlarms(windows, design);
  return {
    comparisons,
    alarms,
    excluded,
    disjoint: Math.floor(pool.blocks / design.cold),
    interval: binomialInterval(alarms, comparisons),
  };
}

/** The same over all windows that follow one another and do not overlap: each says something of its own. */
export function disjointAlarms(pool, design) {
  const count = Math.floor(pool.blocks / design.cold);
  const windows = Array.from({ length: count }, (_item, index) =>
    windowOf(pool, index * design.cold, design.cold),
  );
  return { comparisons: count, alarms: countAlarms(windows, design).alarms };
}

function countAlarms(windows, { until, watched = measures }) {
  const found = windows.map((window) => compareBlocks(window, { watched, until }).differences);
  const alarmed = found.filter((differences) => differences.some(({ verdict }) => called.includes(verdict)));
  const excluding = found.filter((differences) =>
    differences.some(({ shift }) => shift.low > 0 || shift.high < 0),
  );
  return { alarms: alarmed.length, excluded: excluding.length };
}
