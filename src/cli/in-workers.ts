import { Worker } from "node:worker_threads";

/** What a worker's file gets for each task, and must answer with the same index. */
export interface WorkerTask<Task> {
  readonly index: number;
  readonly task: Task;
}

/** The answer to a task. */
export interface WorkerResult<Result> {
  readonly index: number;
  readonly result: Result;
}

/** How tasks are spread. */
export interface WorkersOptions {
  /** At most so many threads. */
  readonly workers: number;
  readonly signal?: AbortSignal | undefined;
  /** Called after each task with the number of those that are done. */
  readonly onDone?: ((done: number) => void) | undefined;
}

/**
 * Has tasks done in threads that run `file`, each of which gets its next task when it has answered the last one; the results come in
 * the order of the tasks. Every thread has ended when this settles.
 * @throws what a task threw, an Error where a thread ended unasked, the signal's reason.
 */
export async function inWorkers<Task, Result>(
  file: URL,
  tasks: readonly Task[],
  { workers, signal, onDone }: WorkersOptions,
): Promise<Result[]> {
  signal?.throwIfAborted();
  const threads = Array.from(
    { length: Math.min(workers, tasks.length) },
    () => new Worker(file, { execArgv: [] }),
  );
  const settled = new AbortController();
  const results = new Map<number, Result>();
  const queue = tasks.entries();
  const serve = async (thread: Worker): Promise<void> => {
    for (const [index, task] of queue) {
      const answer = await ask<Task, Result>(thread, { index, task });
      results.set(answer.index, answer.result);
      onDone?.(results.size);
    }
  };
  try {
    await Promise.race([Promise.all(threads.map(serve)), aborted(signal, settled.signal)]);
  } finally {
    settled.abort();
    await Promise.all(threads.map((thread) => thread.terminate()));
  }
  return inOrder(results, tasks.length);
}

function ask<Task, Result>(thread: Worker, task: WorkerTask<Task>): Promise<WorkerResult<Result>> {
  return new Promise((resolve, reject) => {
    const listeners = {
      message: (answer: WorkerResult<Result>) => end(() => resolve(answer)),
      error: (error: Error) => end(() => reject(error)),
      exit: (code: number) => end(() => reject(new Error(`a worker thread ended with code ${code}`))),
    };
    const end = (settle: () => void) => {
      thread.off("message", listeners.message).off("error", listeners.error).off("exit", listeners.exit);
      settle();
    };
    thread.on("message", listeners.message).on("error", listeners.error).on("exit", listeners.exit);
    thread.postMessage(task);
  });
}

/** Rejects when the signal comes; does not wait for it any more once all is settled. */
function aborted(signal: AbortSignal | undefined, settled: AbortSignal): Promise<never> {
  return new Promise((_, reject) => {
    signal?.addEventListener("abort", () => reject(signal.reason), { signal: settled });
  });
}

function inOrder<Result>(results: ReadonlyMap<number, Result>, count: number): Result[] {
  return Array.from({ length: count }, (_, index) => {
    const result = results.get(index);
    if (result === undefined) {
      throw new Error(`no worker answered task ${index}`);
    }
    return result;
  });
}
