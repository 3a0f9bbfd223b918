// Isolates how often a comparison is wrong, and how small a change it finds: by blocks that were recorded of the same code on both
// sides (record-pool.mjs), with the looks that a run takes. All from one seed: the figures are the same on every machine.
// A/A: random contiguous windows as they are; whatever is called slower or faster is a false alarm.
// Power: windows scaled to a robust coefficient of variation of 6 %, one side made slower; `evidence.mjs` has the whole tables.
import { falseAlarms } from "./comparison/false-alarms.mjs";
import { poolNames, readPool } from "./comparison/pool.mjs";
import { power } from "./comparison/power.mjs";
import { atLeast, atMost } from "./row.mjs";

const seed = 1;
const comparisons = 1000;
const repeats = 1000;
const mostAlarms = 10;

const questions = [
  { what: "5 % slower, at most 70 cold starts a side", shift: 0.05, cold: 70, wanted: "slower", limit: 0.95 },
  { what: "10 % slower, at most 30 cold starts a side", shift: 0.1, cold: 30, wanted: "slower", limit: 0.95 },
  { what: "no change called same, at most 70 a side", shift: 0, cold: 70, wanted: "same", limit: 0.85 },
];

export function comparison() {
  return poolNames.flatMap((name) => {
    const pool = readPool(name);
    const alarms = [
      alarmsRow(name, pool, { cold: 70, until: "decided" }),
      alarmsRow(name, pool, { cold: 70 }),
      alarmsRow(name, pool, { cold: 20 }),
    ];
    return [...alarms, ...questions.map((question) => powerRow(name, pool, question))];
  });
}

function alarmsRow(name, pool, design) {
  const { alarms, interval, disjoint } = falseAlarms(pool, { comparisons, seed, ...design });
  const size = `${design.cold} a side${design.until === undefined ? "" : " at most, five looks"}`;
  return {
    what: `${name}: false alarms in ${comparisons} comparisons, ${size}`,
    measured: `${alarms} (${percent(interval.low)} to ${percent(interval.high)}; ${disjoint} disjoint windows)`,
    ...atMost(alarms, mostAlarms, String),
  };
}

function powerRow(name, pool, { what, limit, ...question }) {
  const { share, interval, meanBlocks } = power(pool, { repeats, seed, ...question });
  return {
    what: `${name}: ${what}`,
    measured: `${percent(share)} (${percent(interval.low)} to ${percent(interval.high)}; mean ${meanBlocks.toFixed(0)} a side)`,
    ...atLeast(share, limit, percent),
  };
}

function percent(share) {
  return `${(100 * share).toFixed(1)} %`;
}
