// Isolates recording: environments of one cold and ten warm samples, appended one after the other as a run appends
// them, a million samples in all. Each writer has a process of its own, so that its peak of memory is its own.
// Floor: the same bytes, formatted beforehand, written in as many writes.
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { child } from "./child.mjs";
import { atLeast, atMost, megabytes, perSecond, ratio } from "./row.mjs";

const sampleCount = 1_000_000;

export async function recording() {
  const folder = await mkdtemp(join(tmpdir(), "thaw-bench-"));
  try {
    const file = join(folder, "samples.ndjson");
    const floor = await child("record.mjs", ["floor", file, String(sampleCount)]);
    const writer = await child("record.mjs", ["writer", file, String(sampleCount)]);
    return rowsOf(writer, floor);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

function rowsOf(writer, floor) {
  const perSecondNow = sampleCount / writer.seconds;
  const perSecondFloor = sampleCount / floor.seconds;
  return [
    {
      what: "samples a second",
      measured: `${perSecond(perSecondNow)} (${ratio(writer.seconds / floor.seconds)})`,
      floor: `${perSecond(perSecondFloor)} (bytes alone)`,
      ...atLeast(perSecondNow, 50_000, perSecond),
    },
    {
      what: "peak memory",
      measured: megabytes(writer.peakMb),
      floor: `${megabytes(floor.peakMb)} (bytes alone)`,
      ...atMost(writer.peakMb, 200, megabytes),
    },
  ];
}
