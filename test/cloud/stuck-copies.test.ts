import { expect, test } from "vitest";
import { openCloudBench, take } from "./target-bench.ts";

test("nobody waits for a copy whose update hangs: another one is brought in its stead, before that is given up", async () => {
  await using bench = await openCloudBench(
    { timing: { createMs: 20, updateMs: 200 } },
    { copies: 1, patience: { readyMs: 60_000, lateLogMs: 0 } },
  );
  const { server } = bench;
  const prepared = await bench.prepare({ samples: { cold: 20, warm: 0, settle: 0, warmupBlocks: 0 } });
  // How long updates take is learned from those before.
  await take(prepared, 0);
  await take(prepared, 0);
  const held = await prepared.start();
  server.faults.stuckUpdate = 1;
  const begun = server.state.callsOf("lambda:UpdateFunctionConfiguration").length;
  await held.stop();
  while (server.state.callsOf("lambda:UpdateFunctionConfiguration").length === begun) {
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
  server.faults.stuckUpdate = 0;
  const [cold] = await take(prepared, 0);
  expect(cold).toMatchObject({ status: "ok", copy: 1 });
  expect(server.state.callsOf("lambda:DeleteFunction")).toEqual([]);
});
