// Isolates holding two runs against each other as a user does it: two run directories of 100 variants with 1,000 samples each, read,
// compared and reported by `thaw compare`. Once most samples are warm, once all are cold: then every sample is an environment, and
// the pairs of a variant are a million. Each has a process of its own, so that its peak of memory is its own, workers included.
// Limits, no floor: 10 s and 300 MB.
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { child } from "./child.mjs";
import { atMost, megabytes } from "./row.mjs";
import { writeSyntheticMatrix } from "./synthetic-run.mjs";

const variantCount = 100;
const shapes = [
  { what: "91 cold starts with 10 warm each", blocks: 91, samplesEach: 11 },
  { what: "1,000 cold starts", blocks: 1000, samplesEach: 1 },
];

export async function compareSpeed() {
  const rows = [];
  for (const { what, ...shape } of shapes) {
    const folder = await mkdtemp(join(tmpdir(), "thaw-bench-"));
    try {
      const runs = [join(folder, "base"), join(folder, "cand")];
      for (const [seed, run] of runs.entries()) {
        await writeSyntheticMatrix(run, { variantCount, ...shape, seed });
      }
      rows.push(...rowsOf(what, await child("compare-child.mjs", runs)));
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  }
  return rows;
}

function rowsOf(what, { seconds, peakMb }) {
  const inSeconds = (value) => `${value.toFixed(1)} s`;
  return [
    { what: `time, ${what}`, measured: inSeconds(seconds), ...atMost(seconds, 10, inSeconds) },
    { what: `peak memory, ${what}`, measured: megabytes(peakMb), ...atMost(peakMb, 300, megabytes) },
  ];
}
