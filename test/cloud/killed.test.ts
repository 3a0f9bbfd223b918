import { spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { seededRandom } from "../../src/shared/seeded-random.ts";
import { removeLeftovers } from "../../src/targets/aws-lambda/leftovers.ts";
import { temporaryFolder } from "../unit/packages/temporary-folder.ts";
import { type CloudBench, openCloudBench } from "./target-bench.ts";

const program = fileURLToPath(new URL("./run-to-be-killed.mjs", import.meta.url));
/** As long as a run takes that nobody kills. */
const wholeMs = 2500;

test("after a kill at any moment, a clean-up leaves nothing", async () => {
  await using folder = await temporaryFolder();
  await using bench = await openCloudBench({ timing: { logDelayMs: 20 } });
  const layer = await folder.write("layer", { "lib/a.txt": "a" });
  const random = seededRandom("kill", "moments");
  let made = 0;
  for (let run = 0; run < 10; run++) {
    await killAfter(bench, `2026-11-30T16-00-0${run}Z-a1b2`, folder.path, layer, random() * wholeMs);
    made += bench.server.state.left().length;
    const { left } = await removeLeftovers(bench.options, {});
    expect(left).toEqual({ functions: [], layers: [], logs: [], repositories: [] });
    expect(bench.server.state.left()).toEqual([]);
  }
  expect(made).toBeGreaterThan(20);
}, 120_000);

async function killAfter(
  { server }: CloudBench,
  runId: string,
  folder: string,
  layer: string,
  afterMs: number,
): Promise<void> {
  const child = spawn(process.execPath, [program, server.endpoint, runId, folder, layer], {
    stdio: ["ignore", "pipe", "ignore"],
  });
  await once(createInterface({ input: child.stdout }), "line");
  await sleep(afterMs);
  child.kill("SIGKILL");
  await once(child, "exit");
  // What it sent last arrives, and so do the last lines of logs.
  await sleep(150);
}
