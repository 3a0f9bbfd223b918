import { expect, test } from "vitest";
import { openCloudBench, take, variantOf } from "./target-bench.ts";

test("a run that is ended while it prepares leaves nothing", async () => {
  await using bench = await openCloudBench({ timing: { controlMs: 30, createMs: 200 } });
  const { target, server } = bench;
  const preparing = Promise.allSettled(
    Array.from({ length: 5 }, (_, index) => bench.prepare({ id: `many/${index}` })),
  );
  await new Promise((resolve) => setTimeout(resolve, 120));
  await target.abort();
  await target.dispose();
  await preparing;
  expect(server.state.left()).toEqual([]);
});

test("whoever waits for a cold start is told at once that the run was ended", async () => {
  await using bench = await openCloudBench({}, { copies: 1 });
  const prepared = await bench.prepare();
  const environment = await prepared.start();
  const waiting = prepared.start();
  await bench.target.abort();
  await expect(waiting).rejects.toThrow("the run was ended");
  await expect(environment.invoke(Buffer.from("{}"))).rejects.toThrow("the run was ended");
  await environment.stop();
  await bench.target.dispose();
  expect(bench.server.state.left()).toEqual([]);
});

test("an invocation under way is given up when the run is ended", async () => {
  await using bench = await openCloudBench({ behaviour: () => ({ durationMs: 60_000 }) });
  const environment = await (await bench.prepare()).start();
  const invoking = environment.invoke(Buffer.from("{}"));
  await new Promise((resolve) => setTimeout(resolve, 100));
  await bench.target.abort();
  await expect(invoking).rejects.toThrow("the run was ended");
});

test("after the end nothing is prepared or begun any more", async () => {
  await using bench = await openCloudBench();
  const prepared = await bench.prepare();
  await bench.target.dispose();
  await expect(prepared.start()).rejects.toThrow("the run was ended");
  await expect(bench.prepare({ id: "another" })).rejects.toThrow("the run was ended");
  expect(bench.server.state.left()).toEqual([]);
});

test("the sides of a variant are functions of their own", async () => {
  await using bench = await openCloudBench({}, { copies: 1 });
  const { signal } = new AbortController();
  const sides = ["baseline", "candidate"] as const;
  for (const side of sides) {
    const prepared = await bench.target.prepare(variantOf(), side, signal);
    expect(prepared.facts.side).toBe(side);
    expect((await take(prepared))[0]?.status).toBe("ok");
  }
  expect(bench.server.state.functions).toHaveLength(2);
});
