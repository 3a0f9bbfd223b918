import { describe, expect, it } from "vitest";
import { inWorkers } from "../../../src/cli/in-workers.ts";
import { quantilesInWorkers } from "../../../src/cli/quantile-workers.ts";
import { seededRandom } from "../../../src/shared/seeded-random.ts";
import { type QuantileTask, quantileDifferences } from "../../../src/statistics/quantile-difference.ts";

/** Compiled by the tests' set-up. */
const file = new URL("../../../dist/cli/quantile-worker.js", import.meta.url);

/** Cold starts and warm invocations of as many variants, some too few for a percentile. */
function tasksOf(count: number, environments: number): QuantileTask[] {
  return Array.from({ length: count }, (_, index) => {
    const random = seededRandom("tasks", index);
    const each = index % 2 === 0 ? 1 : 10;
    const environmentCount = index % 5 === 4 ? 5 : environments - index;
    const side = (shift: number) => ({
      values: Float64Array.from({ length: environmentCount * each }, () => 100 + shift + 20 * random()),
      starts: Uint32Array.from({ length: environmentCount }, (_unused, environment) => environment * each),
    });
    return {
      temperature: each === 1 ? "cold" : "warm",
      baseline: side(0),
      candidate: side(index),
      paired: index % 3 === 0,
      permilles: [900, 990],
      seed: [7],
    };
  });
}

const tasks = tasksOf(24, 2000);
const expected = tasks.map((task) => quantileDifferences(task));

describe("percentiles in worker threads", () => {
  it.each([2, 3])("are exactly those of one thread, with %i of them", async (workers) => {
    expect(await quantilesInWorkers(tasks, { workers, file })).toEqual(expected);
  });

  it("are worked out in this thread where there is one core, no compiled worker, or little to do", async () => {
    const missing = new URL("no-such-worker.js", file);
    const broken = new URL("main.js", file);
    expect(await quantilesInWorkers(tasks, { workers: 1, file: broken })).toEqual(expected);
    expect(await quantilesInWorkers(tasks, { workers: 2, file: missing })).toEqual(expected);
    expect(await quantilesInWorkers(tasks.slice(0, 2), { workers: 2, file: broken })).toEqual(
      expected.slice(0, 2),
    );
    expect(await quantilesInWorkers([])).toEqual([]);
  });

  it.each([1, 2])("say how many are done, with %i threads", async (workers) => {
    const done: number[] = [];
    await quantilesInWorkers(tasks, { workers, file, onDone: (count) => done.push(count) });
    expect(done).toEqual(tasks.map((_, index) => index + 1));
  });

  it.each([1, 2])("end with the signal's reason, with %i threads", async (workers) => {
    const stop = new AbortController();
    const reason = new Error("stopped");
    const onDone = () => stop.abort(reason);
    await expect(quantilesInWorkers(tasks, { workers, file, signal: stop.signal, onDone })).rejects.toBe(
      reason,
    );
    await expect(quantilesInWorkers(tasks, { workers, file, signal: stop.signal })).rejects.toBe(reason);
  });

  it("fail with what a task threw", async () => {
    const faulty = tasks.map((task, index) =>
      index === 5 ? { ...task, permilles: JSON.parse("null") } : task,
    );
    await expect(quantilesInWorkers(faulty, { workers: 2, file })).rejects.toThrow(TypeError);
  });

  it("fail where a thread ends unasked", async () => {
    const ending = new URL("data:text/javascript,process.exit(3)");
    await expect(inWorkers(ending, [1, 2, 3], { workers: 2 })).rejects.toThrow(
      "a worker thread ended with code 3",
    );
  });
});
