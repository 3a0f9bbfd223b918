import { existsSync } from "node:fs";
import { availableParallelism } from "node:os";
import { setImmediate } from "node:timers/promises";
import {
  type QuantileShift,
  type QuantileTask,
  quantileDifferences,
} from "../statistics/quantile-difference.ts";
import { inWorkers, type WorkersOptions } from "./in-workers.ts";

/** Below this many values in all, starting threads takes longer than they save: a value takes between one and two microseconds. */
const fewValues = 200_000;

/** How the work is spread; the results do not depend on it. */
export interface QuantileWorkersOptions extends Partial<WorkersOptions> {
  /** What the threads run; default: the compiled file beside this one. Where there is none, no thread is started. */
  readonly file?: URL | undefined;
}

/**
 * `quantileDifferences` of every task, in the order of the tasks: in worker threads, as many as there are cores, or in this one where
 * there is little to do. A task has its own seed, so what is found does not depend on who works it out.
 * @throws the signal's reason, and what a task threw.
 */
export async function quantilesInWorkers(
  tasks: readonly QuantileTask[],
  { workers = availableParallelism(), file = compiledWorker, signal, onDone }: QuantileWorkersOptions = {},
): Promise<QuantileShift[][]> {
  return workers > 1 && valueCount(tasks) >= fewValues && existsSync(file)
    ? await inWorkers(file, tasks, { workers, signal, onDone })
    : await inThisThread(tasks, signal, onDone);
}

/** The command line is bundled into the folder of this very file; where the TypeScript sources run, there is no such file. */
const compiledWorker = new URL("./quantile-worker.js", import.meta.url);

function valueCount(tasks: readonly QuantileTask[]): number {
  return tasks.reduce(
    (count, { baseline, candidate }) => count + baseline.values.length + candidate.values.length,
    0,
  );
}

/** Signals and timers are let in between tasks. */
async function inThisThread(
  tasks: readonly QuantileTask[],
  signal: AbortSignal | undefined,
  onDone: WorkersOptions["onDone"],
): Promise<QuantileShift[][]> {
  const results: QuantileShift[][] = [];
  for (const task of tasks) {
    signal?.throwIfAborted();
    results.push(quantileDifferences(task));
    onDone?.(results.length);
    await setImmediate();
  }
  return results;
}
