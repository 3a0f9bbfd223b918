// Isolates reading a run again: a run directory with one million samples, every derived file rebuilt by `thaw report`.
// Floor: reading the same file line by line and parsing each line's JSON.
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { child } from "./child.mjs";
import { megabytes, ratio, timesFloor } from "./row.mjs";
import { writeSyntheticRun } from "./synthetic-run.mjs";

const sampleCount = 1_000_000;

export async function reports() {
  const folder = await mkdtemp(join(tmpdir(), "thaw-bench-"));
  try {
    const run = join(folder, "run");
    await writeSyntheticRun(run, sampleCount);
    const floor = await child("rebuild.mjs", ["floor", run]);
    const report = await child("rebuild.mjs", ["report", run]);
    return rowsOf(report, floor);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

function rowsOf(report, floor) {
  const seconds = (value) => `${value.toFixed(1)} s`;
  return [
    {
      what: "time",
      measured: seconds(report.seconds),
      floor: `${seconds(floor.seconds)} (read and parse)`,
      ...timesFloor(report.seconds, floor.seconds, 10),
    },
    {
      what: "peak memory",
      measured: megabytes(report.peakMb),
      floor: `${megabytes(floor.peakMb)} (read and parse)`,
      judged: ratio(report.peakMb / floor.peakMb),
    },
  ];
}
