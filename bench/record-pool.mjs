// Records the raw material of the evidence on comparisons: the same function prepared twice, into two places of the target, and
// measured alternately as the two sides of a run are. Whatever a comparison finds in it is a false alarm.
//
//   node bench/record-pool.mjs process nodejs20.x 6000 pool-process.ndjson
//   node bench/record-pool.mjs docker nodejs22.x 3000 pool-docker.ndjson
//
// bench/keep-pool.mjs makes a pool of it. An aborted recording keeps what it has.
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createPlan } from "../dist/plan/create-plan.js";
import { measure } from "../dist/run/measure.js";
import { openSampleWriter } from "../dist/samples/writer.js";
import { loadScenarios } from "../dist/scenario/load.js";
import { systemClock } from "../dist/shared/clock.js";
import { createProcessTarget } from "../dist/targets/process/process-target.js";
import { dockerTarget } from "./docker-target.mjs";
import { measuringPlan } from "./measuring.mjs";
import { root } from "./thaw.mjs";

const sides = ["baseline", "candidate"];
const seed = 1;

const [targetName, runtime, blocks, file] = process.argv.slice(2);
if (!["process", "docker"].includes(targetName) || !(Number(blocks) > 0) || file === undefined) {
  process.stderr.write("expected process|docker RUNTIME BLOCKS FILE\n");
  process.exit(2);
}

const interrupted = new AbortController();
process.once("SIGINT", () => interrupted.abort());
process.once("SIGTERM", () => interrupted.abort());

const folder = await mkdtemp(join(tmpdir(), "thaw-bench-"));
const target = targetName === "docker" ? dockerTarget(folder) : processTarget();
const writer = await openSampleWriter(file);
try {
  for await (const event of measure(await measuring())) {
    await record(event);
  }
} finally {
  await writer[Symbol.asyncDispose]();
  await target.dispose();
  await rm(folder, { recursive: true, force: true });
}

function processTarget() {
  return createProcessTarget({
    temporaryFolder: folder,
    cacheFolder: join(folder, "cache"),
    runtimeBinaries: {},
    hostEnvironment: process.env,
    clock: systemClock,
  });
}

async function measuring() {
  const scenarios = await loadScenarios(["bench/comparison/hello.yaml"], process.env, root);
  const options = { filters: [`runtime=${runtime}`], cold: Number(blocks), hostArchitecture: "x86_64" };
  return measuringPlan(target, createPlan(scenarios, { ...options, sides, seed }), interrupted.signal);
}

async function record(event) {
  if (event.type === "target-lost") {
    throw new Error(event.reason);
  }
  if (event.type !== "environment") {
    return;
  }
  const failed = event.samples.find(({ status }) => status !== "ok");
  if (failed !== undefined && event.planned.warmup) {
    throw new Error(`the first samples fail: ${failed.status}, ${failed.error?.message}`);
  }
  await writer.appendEnvironment(event.samples);
  if (event.planned.block % 100 === 0 && event.planned.side === "baseline") {
    process.stderr.write(`block ${event.planned.block} of ${blocks}\n`);
  }
}
