import { Bench } from "tinybench";

/**
 * Times tasks in alternation, so that drift of the machine falls on all alike: tinybench runs each task a few times,
 * round after round. The first round warms up and is dropped.
 *
 * @param {Record<string, () => Promise<unknown> | unknown>} tasks
 * @returns {Promise<Record<string, number[]>>} Milliseconds of every iteration, by task.
 */
export async function alternate(tasks, { rounds, iterations }) {
  const timesMs = Object.fromEntries(Object.keys(tasks).map((name) => [name, []]));
  for (let round = 0; round <= rounds; round++) {
    const bench = new Bench({ iterations, time: 0, warmup: false, throws: true });
    for (const [name, task] of Object.entries(tasks)) {
      // An async function says by itself that it is one; of any other tinybench finds out by starting it once, and that
      // run would go on beside the first measured one.
      bench.add(name, async () => {
        await task();
      });
    }
    await bench.run();
    if (round > 0) {
      for (const task of bench.tasks) {
        timesMs[task.name].push(...task.result.latency.samples);
      }
    }
  }
  return timesMs;
}

/** The middle value; the mean of the two middle ones where their number is even. */
export function median(values) {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = sorted.length / 2;
  return sorted.length % 2 === 1 ? sorted[Math.floor(middle)] : (sorted[middle - 1] + sorted[middle]) / 2;
}
