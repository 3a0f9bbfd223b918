import { expect, test } from "vitest";
import { measureAll } from "./measure-all.ts";
import { openCloudBench, variantOf } from "./target-bench.ts";

const samples = { cold: 20, warm: 2, settle: 0, warmupBlocks: 0 };
const variants = Array.from({ length: 24 }, (_, index) => variantOf({ id: `many/${index}`, samples }));

test("24 variants of 20 cold starts each take little longer than the rates of AWS allow", async () => {
  await using bench = await openCloudBench(
    // As long as AWS takes, and with its rates.
    { rates: { control: 15, getFunction: 100 }, timing: { updateMs: 1500, createMs: 1500 } },
    { copies: 3 },
  );
  const { server, target } = bench;
  const startedMs = performance.now();
  const measured = await measureAll(bench, variants);
  const tookMs = performance.now() - startedMs;
  const { control, getFunction } = server.state.rates("eu-west-1");
  const allowedMs = (control.acceptedCount / 15) * 1000;
  expect(tookMs / allowedMs).toBeLessThan(1.2);
  expect(control.refusedCount + getFunction.refusedCount).toBeLessThan(control.acceptedCount / 50);
  const statuses = new Set(measured.flatMap(({ attempts }) => attempts.flat().map(({ status }) => status)));
  expect(statuses).toEqual(new Set(["ok"]));
  expect(measured).toHaveLength(24 * 20);
  await target.dispose();
  expect(server.state.left()).toEqual([]);
}, 300_000);
