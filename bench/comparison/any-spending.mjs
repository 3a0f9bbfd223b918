import { upperTail } from "../../dist/statistics/normal.js";

const gridPoints = 401;

/**
 * The two-sided levels of looks under any spending function: as src/statistics/error-spending.ts, which knows one.
 * `spentUntil(part)`: the error that may be spent by then.
 */
export function levelsOf(parts, spentUntil) {
  const levels = [];
  let going = [{ value: 0, mass: 1 }];
  let before = 0;
  for (const part of parts) {
    const step = Math.sqrt(part - before);
    const spend = spentUntil(part) - (before === 0 ? 0 : spentUntil(before));
    const boundary = boundaryOf(going, step, spend / 2);
    levels.push(2 * upperTail(boundary / Math.sqrt(part)));
    going = goingOn(going, step, Math.min(boundary, 9 * Math.sqrt(part)));
    before = part;
  }
  return levels;
}

function boundaryOf(going, step, spend) {
  let [low, high] = [0, 40];
  for (let halving = 0; halving < 60; halving++) {
    const middle = (low + high) / 2;
    const beyond = going.reduce((sum, { value, mass }) => sum + mass * upperTail((middle - value) / step), 0);
    [low, high] = beyond > spend ? [middle, high] : [low, middle];
  }
  return high;
}

/** What is left of a motion between the boundaries after one more step, by Simpson's rule. */
function goingOn(going, step, boundary) {
  const width = (2 * boundary) / (gridPoints - 1);
  return Array.from({ length: gridPoints }, (_item, index) => {
    const value = -boundary + index * width;
    const weight = index === 0 || index === gridPoints - 1 ? 1 : index % 2 === 1 ? 4 : 2;
    const density = going.reduce(
      (sum, from) =>
        sum +
        (from.mass * Math.exp(-(((value - from.value) / step) ** 2) / 2)) / (step * Math.sqrt(2 * Math.PI)),
      0,
    );
    return { value, mass: (density * weight * width) / 3 };
  });
}
