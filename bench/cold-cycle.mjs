// Isolates the harness's own time per cold sample: from the end of the environment before to the moment when this one is
// recorded, without the phases of its samples (provision, init, duration). What remains is ours: making its folder and
// listener, collecting garbage, reading /proc, ending the process, writing the line.
// Floor: what no harness can avoid, from SIGKILL until the end of an idle Node.js is known.
import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { measure } from "../dist/run/measure.js";
import { openSampleWriter } from "../dist/samples/writer.js";
import { systemClock } from "../dist/shared/clock.js";
import { createProcessTarget } from "../dist/targets/process/process-target.js";
import { median } from "./alternate.mjs";
import { measuringOf } from "./measuring.mjs";
import { atMost, milliseconds } from "./row.mjs";
import { ownRuntime } from "./thaw.mjs";

const environments = 40;

export async function coldCycle() {
  const folder = await mkdtemp(join(tmpdir(), "thaw-bench-"));
  const target = createProcessTarget({
    temporaryFolder: folder,
    cacheFolder: join(folder, "cache"),
    runtimeBinaries: { [ownRuntime]: process.execPath },
    hostEnvironment: process.env,
    clock: systemClock,
  });
  try {
    const ownMs = await ownTimes(target, join(folder, "samples.ndjson"));
    const floorMs = await endOfProcess();
    return [
      {
        what: `median of ${ownMs.length} environments`,
        measured: milliseconds(median(ownMs)),
        floor: `${milliseconds(floorMs)} (SIGKILL to exit)`,
        ...atMost(median(ownMs), 10, milliseconds),
      },
    ];
  } finally {
    await target.dispose();
    await rm(folder, { recursive: true, force: true });
  }
}

async function ownTimes(target, file) {
  const measuring = await measuringOf(target, ownRuntime, environments);
  const writer = await openSampleWriter(file);
  const times = [];
  let sinceMs = systemClock.nowMs();
  for await (const event of measure(measuring)) {
    if (event.type === "environment") {
      await writer.appendEnvironment(event.samples);
      const nowMs = systemClock.nowMs();
      if (!event.planned.warmup) {
        times.push(nowMs - sinceMs - phasesMs(event.samples));
      }
      sinceMs = nowMs;
    }
  }
  await writer[Symbol.asyncDispose]();
  return times;
}

function phasesMs(samples) {
  const failed = samples.find(({ status }) => status !== "ok");
  if (failed !== undefined) {
    throw new Error(`expected samples that are ok, got ${failed.status}: ${failed.error?.message}`);
  }
  return samples.reduce(
    (sum, { provisionMs = 0, initMs = 0, durationMs }) => sum + provisionMs + initMs + durationMs,
    0,
  );
}

/** The median time from SIGKILL until the exit is known. */
async function endOfProcess() {
  const times = [];
  for (let round = 0; round < environments; round++) {
    const child = spawn(process.execPath, ["-e", "setInterval(() => {}, 1e6); console.log()"], {
      stdio: ["ignore", "pipe", "ignore"],
    });
    await once(child.stdout, "data"); // it runs
    const killedMs = systemClock.nowMs();
    child.kill("SIGKILL");
    await once(child, "exit");
    times.push(systemClock.nowMs() - killedMs);
  }
  return median(times);
}
