import { seededRandom } from "../../dist/shared/seeded-random.js";
import { levelsUnder } from "../../dist/statistics/error-spending.js";
import { pairedShift, twoSampleShift } from "../../dist/statistics/hodges-lehmann.js";
import { upperQuantile, upperTail } from "../../dist/statistics/normal.js";
import { swappedEstimate } from "../../dist/statistics/swapped-pairs.js";
import { median } from "../alternate.mjs";
import { noisyWindow } from "./windows.mjs";

// What could take the place of a part of the method, so that a change is found with fewer cold starts: see docs/method.md. One
// measure, judged at the level that it has where two are watched, by the rule's default margins.

const alpha = 0.005 / 2;
const cold = 70;
const smallest = Math.log(1.03);
const margin = Math.log(1.05);

/** How an interval is come by: each says whether it lies above a shift, or below it, of the logarithm. */
const estimators = {
  "signed ranks of differences": (window, level) => byInterval(ofDifferences(window, level)),
  "rank sums, pairs ignored": ({ baseline, candidate }, level) =>
    byInterval(
      twoSampleShift([{ baseline: baseline.map(Math.log), candidate: candidate.map(Math.log) }], level),
    ),
  "ranks of all, swapped within pairs": ({ baseline, candidate }, level) =>
    byInterval(
      swappedEstimate({ baseline: baseline.map(Math.log), candidate: candidate.map(Math.log) }, level),
    ),
};

/** Which part of the error may be spent by the time that a part of the samples is there. */
const spendings = {
  "O'Brien–Fleming": (part) =>
    part >= 1 ? alpha : 4 * upperTail(upperQuantile(alpha / 4) / Math.sqrt(part)),
  "Kim–DeMets, ρ = 3": (part) => alpha * part ** 3,
  "Kim–DeMets, ρ = 2": (part) => alpha * part ** 2,
};

const evenly = [14, 28, 42, 56, 70];
const early = [20, 30, 42, 56, 70];

/** The first is what is done. */
export const ways = [
  { estimator: "ranks of all, swapped within pairs", spending: "Kim–DeMets, ρ = 3", looks: evenly },
  { estimator: "ranks of all, swapped within pairs", spending: "Kim–DeMets, ρ = 3", looks: early },
  { estimator: "ranks of all, swapped within pairs", spending: "Kim–DeMets, ρ = 2", looks: evenly },
  { estimator: "ranks of all, swapped within pairs", spending: "O'Brien–Fleming", looks: evenly },
  { estimator: "signed ranks of differences", spending: "Kim–DeMets, ρ = 3", looks: evenly },
  { estimator: "signed ranks of differences", spending: "O'Brien–Fleming", looks: evenly },
  { estimator: "rank sums, pairs ignored", spending: "Kim–DeMets, ρ = 3", looks: evenly },
];

/** Share of `repeats` comparisons that come to `wanted`, share that do by 30 cold starts a side, and how many are taken on average. */
export function tryWay(pool, way, { shift, wanted, pairing, cv, repeats, seed }) {
  const random = seededRandom(seed, "tried", pairing, shift);
  const levels = levelsUnder(
    way.looks.map((blocks) => blocks / cold),
    spendings[way.spending],
  );
  let found = 0;
  let byThirty = 0;
  let blocks = 0;
  for (let done = 0; done < repeats; done++) {
    const window = noisyWindow(pool, cold, { cv, pairing, shift }, random);
    const { verdict, taken } = compared(window, way, levels);
    found += verdict === wanted ? 1 : 0;
    byThirty += verdict === wanted && taken <= 30 ? 1 : 0;
    blocks += taken;
  }
  return { share: found / repeats, byThirty: byThirty / repeats, meanBlocks: blocks / repeats };
}

function compared({ baseline, candidate }, { estimator, looks }, levels) {
  for (const [look, taken] of looks.entries()) {
    const window = {
      baseline: baseline.init.subarray(0, taken),
      candidate: candidate.init.subarray(0, taken),
    };
    const verdict = verdictOf(estimators[estimator](window, levels[look]));
    if (verdict !== "undecided") {
      return { verdict, taken };
    }
  }
  return { verdict: "undecided", taken: looks.at(-1) };
}

function verdictOf({ value, above, below }) {
  if (above(0) && value >= smallest) {
    return "slower";
  }
  if (below(0) && value <= -smallest) {
    return "faster";
  }
  return above(-margin) && below(margin) ? "same" : "undecided";
}

function byInterval({ value, low, high }) {
  return { value, above: (shift) => low > shift, below: (shift) => high < shift };
}

/** In parts of the median, which is near enough to the logarithm. */
function ofDifferences({ baseline, candidate }, level) {
  const differences = Float64Array.from(candidate, (value, index) => value - baseline[index]);
  const { value, low, high } = pairedShift(differences, level);
  const middle = Math.min(median(baseline), median(candidate));
  const relative = (ms) => Math.sign(ms) * Math.log1p(Math.abs(ms) / middle);
  return { value: relative(value), low: relative(low), high: relative(high) };
}
