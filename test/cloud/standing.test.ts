import { expect, test } from "vitest";
import { openCloudBench } from "./target-bench.ts";

const samples = { cold: 6, warm: 0, settle: 0, warmupBlocks: 0 };

test("what is kept ready is paid for from when it is asked for until it is removed, used or not", async () => {
  await using bench = await openCloudBench({ timing: { provisionMs: 50 } }, { copies: 3 });
  const prepared = await bench.prepare({ lambda: { provisioned: 2 }, samples });
  const environment = await prepared.start();
  await environment.invoke(Buffer.from("{}"));
  const early = bench.target.standing?.[0]?.stoodMs[0] ?? Number.NaN;
  await environment.stop();
  await bench.target.endStanding?.();
  const asked = bench.server.state.callsOf("lambda:PutProvisionedConcurrencyConfig");
  const [stood] = bench.target.standing ?? [];
  expect(stood).toMatchObject({ kind: "provisioned", environments: 2 });
  // Those that were begun ahead and served nobody are among them.
  expect(asked.length).toBeGreaterThan(1);
  expect(stood?.stoodMs.length).toBeGreaterThanOrEqual(asked.length);
  expect(early).toBeGreaterThan(0);
  expect(bench.server.state.functions.flatMap(({ provisioned }) => [...provisioned.keys()])).toEqual([]);
});

test("once it was ended it grows no more, and no more of it is begun", async () => {
  await using bench = await openCloudBench({ timing: { provisionMs: 50 } }, { copies: 2 });
  const prepared = await bench.prepare({ lambda: { provisioned: 1 }, samples });
  await prepared.start();
  await bench.target.endStanding?.();
  const [ended] = bench.target.standing ?? [];
  const asked = bench.server.state.callsOf("lambda:PutProvisionedConcurrencyConfig").length;
  await expect(prepared.start()).rejects.toThrow("begun no more");
  expect(bench.target.standing).toEqual([ended]);
  expect(bench.server.state.callsOf("lambda:PutProvisionedConcurrencyConfig")).toHaveLength(asked);
});

test("what could not be removed stands on, and is removed with its function", async () => {
  await using bench = await openCloudBench({ timing: { provisionMs: 50 } }, { copies: 1 });
  const prepared = await bench.prepare({ lambda: { provisioned: 1 }, samples });
  await prepared.start();
  Object.assign(bench.server.faults, {
    accessDenied: { "lambda:DeleteProvisionedConcurrencyConfig": 1 },
  });
  await bench.target.endStanding?.();
  const before = bench.target.standing?.[0]?.stoodMs[0] ?? Number.NaN;
  await new Promise((resolve) => setTimeout(resolve, 20));
  expect(bench.target.standing?.[0]?.stoodMs[0]).toBeGreaterThan(before);
  await bench.target.dispose();
  expect(bench.server.state.left()).toEqual([]);
});

test("a snapshot stands from when its version is published", async () => {
  await using bench = await openCloudBench({ timing: { snapshotMs: 50 } }, { copies: 2 });
  const prepared = await bench.prepare({ snapStart: true, samples });
  const environment = await prepared.start();
  await environment.invoke(Buffer.from("{}"));
  await environment.stop();
  const [stood] = bench.target.standing ?? [];
  expect(stood).toMatchObject({ kind: "snapshot" });
  expect(stood?.environments).toBeUndefined();
  expect(stood?.stoodMs.length).toBeGreaterThanOrEqual(bench.server.state.versions.length);
});
