import { setTimeout as sleep } from "node:timers/promises";
import { expect, test } from "vitest";
import { seededRandom } from "../../src/shared/seeded-random.ts";
import { removeLeftovers } from "../../src/targets/aws-lambda/leftovers.ts";
import { restoreFunctions } from "../../src/targets/aws-lambda/restore-functions.ts";
import { SavedFunctions } from "../../src/targets/aws-lambda/saved-functions.ts";
import { noThings } from "../../src/targets/aws-lambda/things.ts";
import { temporaryFolder } from "../unit/packages/temporary-folder.ts";
import { createActive, lambdaClient } from "./clients.ts";
import { killAfter } from "./kill-after.ts";
import { openCloudBench } from "./target-bench.ts";

/** As long as a run takes that nobody kills. */
const wholeMs = 2500;

test("after a kill at any moment, a clean-up leaves nothing", async () => {
  await using folder = await temporaryFolder();
  await using bench = await openCloudBench({ timing: { logDelayMs: 20 } });
  const layer = await folder.write("layer", { "lib/a.txt": "a" });
  const random = seededRandom("kill", "moments");
  let made = 0;
  for (let run = 0; run < 10; run++) {
    const args = [bench.server.endpoint, `2026-11-30T16-00-0${run}Z-a1b2`, folder.path, layer];
    await killAfter("./run-to-be-killed.mjs", args, () => sleep(random() * wholeMs));
    made += bench.server.state.left().length;
    const { left } = await removeLeftovers(bench.options, {});
    expect(left).toEqual(noThings);
    expect(bench.server.state.left()).toEqual([]);
  }
  expect(made).toBeGreaterThan(20);
}, 120_000);

test("after a kill at any moment, a clean-up puts an existing function back exactly", async () => {
  await using folder = await temporaryFolder();
  await using bench = await openCloudBench({ timing: { updateMs: 30 } });
  const { server, options } = bench;
  const arn = "arn:aws:lambda:eu-west-1:123456789012:function:orders";
  await createActive(lambdaClient(server.endpoint, "eu-west-1"), {
    FunctionName: "orders",
    MemorySize: 1024,
    Timeout: 30,
    Environment: { Variables: { TABLE: "orders", TOKEN: "a-secret-token" } },
  });
  const before = server.state.functions[0]?.latest.settings;
  const updates = () => server.state.callsOf("lambda:UpdateFunctionConfiguration");
  const notes = new SavedFunctions(`${folder.path}/cache`, server.endpoint);
  const random = seededRandom("kill", "existing");
  let changed = 0;
  for (let run = 0; run < 10; run++) {
    const args = [server.endpoint, `2026-11-30T16-00-0${run}Z-a1b2`, folder.path, arn];
    const wanted = updates().length + Math.floor(random() * 5);
    await killAfter("./existing-to-be-killed.mjs", args, async () => {
      while (updates().length < wanted) {
        await sleep(5);
      }
      await sleep(random() * 60);
    });
    changed += server.state.functions[0]?.latest.settings.variables.THAW_COLD === undefined ? 0 : 1;
    const noted = await notes.list();
    const { restored, unrestored } = await restoreFunctions(options, ["eu-west-1"], notes, {});
    expect(unrestored).toEqual([]);
    expect(restored).toEqual(noted.map((one) => ({ arn: one.arn, others: [] })));
    expect(server.state.functions[0]?.latest.settings).toEqual(before);
    expect(await notes.list()).toEqual([]);
  }
  expect(changed).toBeGreaterThan(3);
}, 120_000);
