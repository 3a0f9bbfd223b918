// Isolates whether the phases are what they claim to be: two functions that differ by a known busy time, measured by the
// command as a user starts it, in interleaved blocks, 40 cold and 200 warm samples each.
// Floor: the same function without the busy time.
import { execFile } from "node:child_process";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { median } from "./alternate.mjs";
import { milliseconds, within } from "./row.mjs";
import { command, ownRuntime } from "./thaw.mjs";

const scenario = fileURLToPath(new URL("accuracy/accuracy.yaml", import.meta.url));

export async function accuracy() {
  const samples = await run();
  const cold = samples.filter(({ temperature }) => temperature === "cold");
  const warm = samples.filter(({ temperature }) => temperature === "warm");
  return [
    difference("init, cold", cold, "initMs", 80, 4),
    difference("invoke, cold", cold, "invokeMs", 20, 1),
    difference("invoke, warm", warm, "invokeMs", 20, 1),
  ];
}

async function run() {
  const folder = await mkdtemp(join(tmpdir(), "thaw-bench-"));
  try {
    const out = join(folder, "run");
    const runtime = [
      "--filter",
      `runtime=${ownRuntime}`,
      "--runtime-binary",
      `${ownRuntime}=${process.execPath}`,
    ];
    const args = [command, "run", scenario, "--target", "process", ...runtime, "--out", out, "--quiet"];
    await promisify(execFile)(process.execPath, args);
    const lines = (await readFile(join(out, "samples.ndjson"), "utf8")).trimEnd().split("\n");
    return lines.map((line) => JSON.parse(line)).filter((sample) => sample.status === "ok" && !sample.warmup);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

function difference(phase, samples, field, wantedMs, toleranceMs) {
  const [quiet, busy] = ["quiet", "busy"].map((label) =>
    samples.filter(({ variant }) => variant.split("/")[1].startsWith(label)).map((sample) => sample[field]),
  );
  const [quietMs, busyMs] = [median(quiet), median(busy)];
  return {
    what: `${phase} (${busy.length} samples)`,
    measured: milliseconds(busyMs),
    floor: `${milliseconds(quietMs)} (not busy)`,
    ...within(busyMs - quietMs, wantedMs, toleranceMs, milliseconds),
  };
}
