import { shuffled } from "../../dist/shared/seeded-random.js";
import { median } from "../alternate.mjs";
import { measures } from "./pool.mjs";

/** As many blocks at most are brought to one median and one spread together: a run of moderate size. */
const mostTogether = 70;

/** Consecutive blocks of a pool, as they were recorded. */
export function windowOf(pool, start, count) {
  return both((side, measure) => pool[side][measure].subarray(start, start + count));
}

/** A window that begins anywhere. */
export function randomWindow(pool, count, random) {
  return windowOf(pool, Math.floor(random() * (pool.blocks - count + 1)), count);
}

/**
 * Consecutive blocks from anywhere in a pool, with its shape of noise and a robust coefficient of variation that is given: each
 * measure is scaled around its median, both sides alike, the whole window or 70 blocks at a time. `pairing`: "kept" leaves the two values of a block
 * together, "broken" puts the values of each side in an order of their own, so that a block has nothing in common.
 */
export function noisyWindow(pool, count, { cv, pairing, shift = 0 }, random) {
  const whole = randomWindow(pool, count, random);
  const scaled = { baseline: {}, candidate: {} };
  for (const measure of measures) {
    const [baseline, candidate] = scaledTogether(whole.baseline[measure], whole.candidate[measure], cv);
    scaled.baseline[measure] = baseline;
    scaled.candidate[measure] = candidate.map((value) => value * (1 + shift));
  }
  const ordered = pairing === "broken" ? inOrdersOfTheirOwn(scaled, whole, random) : scaled;
  return ordered;
}

/** 1.4826 × MAD / median: as the coefficient of variation of normal values, and blind to single ones. */
export function robustCv(values) {
  const middle = median(values);
  return (1.4826 * median(values.map((value) => Math.abs(value - middle)))) / middle;
}

function both(valuesOf) {
  const ofSide = (side) => Object.fromEntries(measures.map((measure) => [measure, valuesOf(side, measure)]));
  return { baseline: ofSide("baseline"), candidate: ofSide("candidate") };
}

/** Their common level is that of the first stretch. */
function scaledTogether(baseline, candidate, cv) {
  const scaled = [new Float64Array(baseline.length), new Float64Array(baseline.length)];
  const stretch = Math.min(mostTogether, baseline.length);
  const level = median([...baseline.subarray(0, stretch), ...candidate.subarray(0, stretch)]);
  for (let start = 0; start < baseline.length; start += stretch) {
    // What is left at the end is scaled with the whole stretch before it.
    const from = Math.min(start, baseline.length - stretch);
    const values = [...baseline.subarray(from, from + stretch), ...candidate.subarray(from, from + stretch)];
    const middle = median(values);
    const factor = cv / robustCv(values);
    const end = Math.min(start + stretch, baseline.length);
    for (let index = start; index < end; index++) {
      scaled[0][index] = level * (1 + (baseline[index] / middle - 1) * factor);
      scaled[1][index] = level * (1 + (candidate[index] / middle - 1) * factor);
    }
  }
  return scaled;
}

/** All measures of an environment move together. */
function inOrdersOfTheirOwn(scaled, { baseline }, random) {
  const indexes = Array.from(baseline[measures[0]].keys());
  const orders = { baseline: shuffled(indexes, random), candidate: shuffled(indexes, random) };
  return both((side, measure) => Float64Array.from(orders[side], (index) => scaled[side][measure][index]));
}
