import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { gunzipSync } from "node:zlib";

/** What comparisons watch by default. */
export const measures = ["init", "coldStart", "warm.invoke"];

/** Targets of which a recording is kept. */
export const poolNames = ["process", "docker"];

/** Others that the evidence tells of: recorded where harness and functions had one core in common. */
export const otherPoolNames = ["process-one-core"];

const sides = ["baseline", "candidate"];

/** Of the file: one a side and measure. */
export const poolColumns = sides.flatMap((side) => measures.map((measure) => `${side}.${measure}`));

/**
 * The blocks of a recording, in its order: by side and measure an array of milliseconds. `name`: of one of the lists. See keep-pool.mjs.
 */
export function readPool(name) {
  const file = fileURLToPath(new URL(`../pools/${name}.csv.gz`, import.meta.url));
  const [heading, ...lines] = gunzipSync(readFileSync(file)).toString().trimEnd().split("\n");
  if (heading !== poolColumns.join()) {
    throw new Error(`${file}: expected the columns ${poolColumns}, got ${heading}`);
  }
  const rows = lines.map((line) => line.split(",").map((value) => Number(value) / 1000));
  const column = (side, measure) =>
    Float64Array.from(rows, (row) => row[poolColumns.indexOf(`${side}.${measure}`)]);
  const ofSide = (side) => Object.fromEntries(measures.map((measure) => [measure, column(side, measure)]));
  return { blocks: rows.length, baseline: ofSide("baseline"), candidate: ofSide("candidate") };
}
