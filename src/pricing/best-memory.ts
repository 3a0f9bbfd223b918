/** What a function does and costs at one memory size. */
export interface MemoryPoint {
  readonly memoryMb: number;
  readonly medianDurationMs: number;
  /** US dollars for a million invocations. */
  readonly costPerMillion: number;
}

/** The memory sizes that a choice is between; they may be the same. */
export interface BestMemory {
  readonly cheapest: MemoryPoint;
  readonly fastest: MemoryPoint;
  readonly balanced: MemoryPoint;
}

/** How much cost counts beside duration. */
const costWeight = 0.5;

/**
 * The cheapest, the fastest and the best-balanced of the memory sizes; undefined where there is none. Balanced is the one with
 * the smallest sum of its cost and its duration, each as a share of the largest there is, both weighing the same:
 * `0.5 × cost / largest cost + 0.5 × duration / largest duration`. It depends on which sizes were measured: a size that is
 * slow or dear makes the differences of all others in that respect smaller. Of equals the one that is better in the other
 * respect, then the smaller.
 * Source: AWS Lambda Power Tuning, strategy `balanced` with its default weight of 0.5 (lambda/analyzer.js).
 */
export function bestMemory(points: readonly MemoryPoint[]): BestMemory | undefined {
  const usable = points.filter(
    ({ medianDurationMs, costPerMillion }) =>
      Number.isFinite(medianDurationMs) && Number.isFinite(costPerMillion),
  );
  const largest = (of: (point: MemoryPoint) => number) => Math.max(...usable.map(of));
  const share = (value: number, most: number) => (most === 0 ? 0 : value / most);
  const mostCost = largest(cost);
  const mostDuration = largest(duration);
  const balance = (point: MemoryPoint) =>
    costWeight * share(cost(point), mostCost) + (1 - costWeight) * share(duration(point), mostDuration);
  const cheapest = first(usable, [cost, duration, memory]);
  const fastest = first(usable, [duration, cost, memory]);
  const balanced = first(usable, [balance, cost, memory]);
  return cheapest === undefined || fastest === undefined || balanced === undefined
    ? undefined
    : { cheapest, fastest, balanced };
}

const cost = (point: MemoryPoint) => point.costPerMillion;
const duration = (point: MemoryPoint) => point.medianDurationMs;
const memory = (point: MemoryPoint) => point.memoryMb;

/** The smallest by the first criterion; of equals by the second, and so on. */
function first(
  points: readonly MemoryPoint[],
  criteria: readonly ((point: MemoryPoint) => number)[],
): MemoryPoint | undefined {
  const difference = (one: MemoryPoint, other: MemoryPoint) =>
    criteria.map((criterion) => criterion(one) - criterion(other)).find((by) => by !== 0) ?? 0;
  return [...points].sort(difference)[0];
}
