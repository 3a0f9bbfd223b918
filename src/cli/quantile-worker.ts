// What a worker thread of quantile-workers.ts runs: a file of its own, which stays beside the bundled command line.
import { parentPort } from "node:worker_threads";
import {
  type QuantileShift,
  type QuantileTask,
  quantileDifferences,
} from "../statistics/quantile-difference.ts";
import type { WorkerResult, WorkerTask } from "./in-workers.ts";

parentPort?.on("message", ({ index, task }: WorkerTask<QuantileTask>) => {
  const answer: WorkerResult<QuantileShift[]> = { index, result: quantileDifferences(task) };
  parentPort?.postMessage(answer);
});
