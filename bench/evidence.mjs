// The tables of docs/method.md, "How often a comparison is wrong, and how small a change it finds", as markdown. An hour, most of it
// for `needed`; the same on every machine. docs/method.md says what is drawn and how.
//
//   node bench/evidence.mjs                          all tables
//   node bench/evidence.mjs alarms power needed      some of them

import { median } from "./alternate.mjs";
import { disjointAlarms, falseAlarms } from "./comparison/false-alarms.mjs";
import { neededBlocks } from "./comparison/needed-blocks.mjs";
import { measures, otherPoolNames, poolNames, readPool } from "./comparison/pool.mjs";
import { power, statedCv } from "./comparison/power.mjs";
import { tryWay, ways } from "./comparison/tried.mjs";
import { robustCv, windowOf } from "./comparison/windows.mjs";

const seed = 1;
const pools = [...poolNames, ...otherPoolNames].map((name) => ({ name, pool: readPool(name) }));
const pairings = ["kept", "broken"];
const tables = {
  pools: poolTable,
  alarms: alarmTable,
  power: powerTable,
  needed: neededTable,
  tried: triedTable,
};

const asked = process.argv.length > 2 ? process.argv.slice(2) : Object.keys(tables);
for (const name of asked) {
  if (!(name in tables)) {
    process.stderr.write(`expected ${Object.keys(tables).join(", ")}, got ${name}\n`);
    process.exit(2);
  }
  process.stdout.write(`\n${tables[name]()}\n`);
}

/** What was recorded: how noisy, and how much the two sides of a block have in common. */
function poolTable() {
  const rows = pools.flatMap(({ name, pool }) =>
    measures.map((measure) => {
      const { baseline, candidate } = windowOf(pool, 0, pool.blocks);
      const sides = [baseline[measure], candidate[measure]];
      const medians = sides.map((values) => `${median(values).toFixed(2)} ms`);
      const cvs = cvsOf(sides, 70);
      const range = [cvs[0], median(cvs), cvs.at(-1)].map(percent).join(", ");
      return [name, pool.blocks, measure, ...medians, range];
    }),
  );
  const heading = [
    "target",
    "blocks",
    "measure",
    "baseline p50",
    "candidate p50",
    "robust CV of 70 blocks: least, median, most",
  ];
  return table(heading, rows);
}

function cvsOf([baseline, candidate], size) {
  const count = Math.floor(baseline.length / size);
  const cvs = Array.from({ length: count }, (_item, index) => {
    const [from, to] = [index * size, (index + 1) * size];
    return robustCv([...baseline.subarray(from, to), ...candidate.subarray(from, to)]);
  });
  return cvs.toSorted((one, other) => one - other);
}

function alarmTable() {
  const designs = [
    { cold: 70, until: "decided", how: "at most 70, five looks" },
    { cold: 70, how: "70" },
    { cold: 20, how: "20" },
  ];
  const rows = pools.flatMap(({ name, pool }) =>
    designs.map(({ how, ...design }) => {
      const found = falseAlarms(pool, { comparisons: 1000, seed, ...design });
      const apart = disjointAlarms(pool, design);
      const inDisjoint = `${apart.alarms} of ${apart.comparisons}`;
      return [name, how, found.alarms, interval(found.interval), found.excluded, inDisjoint];
    }),
  );
  return table(
    [
      "target",
      "cold starts a side",
      "alarms in 1,000",
      "95 % interval",
      "intervals without 0",
      "alarms in disjoint windows",
    ],
    rows,
  );
}

function powerTable() {
  const questions = [
    { shift: 0, cold: 70, wanted: "same" },
    { shift: 0.05, cold: 70, wanted: "slower" },
    { shift: 0.1, cold: 30, wanted: "slower" },
    { shift: 0.1, cold: 70, wanted: "slower", early: 30 },
  ];
  const rows = pools.flatMap(({ name, pool }) =>
    questions.flatMap((question) =>
      pairings.map((pairing) => {
        const found = power(pool, { repeats: 1000, seed, pairing, ...question });
        const byThirty = question.early === undefined ? "" : `, ${percent(found.earlyShare)} by 30`;
        const share = `${percent(found.share)} (${interval(found.interval)})${byThirty}`;
        return [
          name,
          pairing,
          percent(question.shift),
          question.cold,
          question.wanted,
          share,
          found.meanBlocks.toFixed(0),
        ];
      }),
    ),
  );
  return table(["target", "pairs", "change", "at most", "verdict", "found", "taken on average"], rows);
}

function neededTable() {
  const counts = [1, 2, 20, 100];
  const rows = pools
    .filter(({ name }) => poolNames.includes(name))
    .flatMap(({ name, pool }) =>
      [0.02, 0.05, 0.1].map((shift) => {
        const needed = counts.map((watchedCount) => neededBlocks(pool, { shift, watchedCount, seed }));
        return [name, percent(shift), ...needed];
      }),
    );
  return table(["target", "change", ...counts.map((count) => `${count} watched`)], rows);
}

/** What else could be done, one measure by itself. */
function triedTable() {
  const questions = [
    { shift: 0, wanted: "same" },
    { shift: 0.05, wanted: "slower" },
    { shift: 0.1, wanted: "slower" },
  ];
  const rows = pools.flatMap(({ name, pool }) =>
    pairings.flatMap((pairing) =>
      ways.map((way) => {
        const cells = questions.map((question) => {
          const options = { ...question, pairing, cv: statedCv, repeats: 500, seed };
          const { share, byThirty, meanBlocks } = tryWay(pool, way, options);
          return `${percent(share)}, ${percent(byThirty)} by 30, mean ${meanBlocks.toFixed(0)}`;
        });
        return [name, pairing, way.estimator, way.spending, way.looks.join(" "), ...cells];
      }),
    ),
  );
  return table(
    ["target", "pairs", "estimator", "spending", "looks", "no change: same", "5 %: slower", "10 %: slower"],
    rows,
  );
}

function table(heading, rows) {
  const line = (cells) => `| ${cells.join(" | ")} |`;
  return [line(heading), line(heading.map(() => ":---")), ...rows.map(line)].join("\n");
}

function interval({ low, high }) {
  return `${percent(low)} to ${percent(high)}`;
}

function percent(share) {
  return `${Number((100 * share).toFixed(1))} %`;
}
