// Makes of a recording the pool that the evidence on comparisons draws from, and which is kept: of every block the values of
// both sides, in whole microseconds; `zcat` shows it. Several recordings follow one another.
//
//   node bench/keep-pool.mjs pool-process.ndjson bench/pools/process.csv.gz
import { createReadStream } from "node:fs";
import { writeFile } from "node:fs/promises";
import { createInterface } from "node:readline";
import { gzipSync } from "node:zlib";
import { median } from "./alternate.mjs";
import { poolColumns } from "./comparison/pool.mjs";

const recordings = process.argv.slice(2, -1);
const pool = process.argv.at(-1);
const blocks = new Map();
const failures = new Map();
for (const [index, recording] of recordings.entries()) {
  for await (const line of createInterface({ input: createReadStream(recording) })) {
    const sample = sampleOf(line);
    if (sample !== undefined && !sample.warmup) {
      const key = `${index} ${sample.block}`;
      const sides = blocks.get(key) ?? { baseline: [], candidate: [] };
      sides[sample.side].push(sample);
      blocks.set(key, sides);
    }
  }
}

const rows = [...blocks.values()].map(({ baseline, candidate }) => [
  ...valuesOf(baseline),
  ...valuesOf(candidate),
]);
const whole = rows.filter((row) => row.every((value) => value > 0));
const text = [poolColumns, ...whole].map((row) => `${row.join()}\n`).join("");
await writeFile(pool, gzipSync(text, { level: 9 }));
const failed = [...failures].map(([status, count]) => `, ${count} samples of ${status}`).join("");
process.stderr.write(`${whole.length} blocks kept, ${rows.length - whole.length} not whole${failed}\n`);

/** Undefined for a torn tail. A failed sample has no place in a pool of what comparisons find in good ones. */
function sampleOf(line) {
  try {
    const sample = JSON.parse(line);
    if (sample.status !== "ok") {
      failures.set(sample.status, (failures.get(sample.status) ?? 0) + 1);
    }
    return sample.status === "ok" ? sample : undefined;
  } catch {
    return undefined;
  }
}

/** In microseconds; an environment's warm invocations are one value, as comparisons take them. NaN where one lacks. */
function valuesOf(samples) {
  const cold = samples.find(({ temperature }) => temperature === "cold");
  const warm = samples.filter(({ temperature }) => temperature === "warm").map(({ invokeMs }) => invokeMs);
  return [cold?.initMs, cold?.coldStartMs, warm.length > 0 ? median(warm) : undefined].map((ms) =>
    Math.round(1000 * (ms ?? Number.NaN)),
  );
}
