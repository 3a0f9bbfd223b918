import { expect, test } from "vitest";
import { measureAll } from "./measure-all.ts";
import { openCloudBench, variantOf } from "./target-bench.ts";

const samples = { cold: 20, warm: 2, settle: 0, warmupBlocks: 0 };
const variants = Array.from({ length: 24 }, (_, index) => variantOf({ id: `many/${index}`, samples }));

test("24 variants of 20 cold starts each take little longer than the rates of AWS allow", async () => {
  await using bench = await openCloudBench(
    { rates: { control: 15, getFunction: 100 }, timing: { updateMs: 1500, createMs: 1500 } },
    { copies: 3 },
  );
  const { server, target } = bench;
  const t0 = Date.now();
  const measured = await measureAll(bench, variants);
  const t1 = Date.now();
  await target.dispose();
  const t2 = Date.now();
  const { control, getFunction } = server.state.rates("eu-west-1");
  console.log({
    measured: t1 - t0,
    removed: t2 - t1,
    accepted: control.acceptedCount,
    refused: control.refusedCount,
    busiest: control.busiestSecond,
    get: getFunction.acceptedCount,
    getRefused: getFunction.refusedCount,
  });
  const statuses: Record<string, number> = {};
  for (const { attempts } of measured)
    for (const a of attempts) for (const o of a) statuses[o.status] = (statuses[o.status] ?? 0) + 1;
  console.log(statuses, server.state.left().length);
  expect((t2 - t0) / ((control.acceptedCount / 15) * 1000)).toBeLessThan(1.2);
}, 300_000);
