/**
 * Calls of Lambda's control plane, but for GetFunction, that it takes in a second and region. Source: AWS Lambda Developer Guide,
 * "Lambda quotas", API requests.
 */
export const controlCallsPerSecond = 15;

/** An update of a function's configuration, until it can be invoked: what is usual, in milliseconds. */
export const usualUpdateMs = 3000;

/** Environments that one machine asks at once, for each of its CPUs: more of them would wait for the machine, and their round trips too. */
export const environmentsPerCpu = 16;

/** Environments that one function can get at once, and as many in each ten seconds. Source: as above, "Function scaling". */
const environmentsPerFunction = 1000;

/** With less, nothing overlaps; and with more, copies of one variant have few cold starts each and cost two calls each all the same. */
const fewestCopies = 3;
const mostCopies = 10;
/** Where cold starts wait for three quarters of an hour, the wait is what counts. */
const mostIdleCopies = 50;

/** Whose copies are counted: those of one side of a variant. */
export interface CopiesWanted {
  /** Its cold starts. */
  readonly plannedCount: number;
  /** Sides of all variants of the run. */
  readonly poolCount: number;
  /** Of its cold starts, where a scenario says it. */
  readonly method: string | undefined;
  /** Each copy costs money while it waits: a snapshot or environments are kept of it. */
  readonly isCostly: boolean;
}

/**
 * Copies of a function that take turns: while one waits for its change, others are changed or measured. There are so many over all
 * variants that as many calls come together in the time of an update as Lambda takes in it.
 */
export function copyCount({ plannedCount, poolCount, method, isCostly }: CopiesWanted): number {
  if (method === "burst") {
    return 1;
  }
  if (method === "idle") {
    return Math.min(plannedCount, mostIdleCopies);
  }
  if (isCostly) {
    return Math.min(plannedCount, fewestCopies);
  }
  const overlapping = Math.ceil((controlCallsPerSecond * usualUpdateMs) / 1000 / Math.max(1, poolCount));
  // Two cold starts of each at least: what tells copies apart is seen in no other way.
  const most = Math.min(mostCopies, Math.max(fewestCopies, Math.floor(plannedCount / 2)));
  return Math.min(plannedCount, Math.max(fewestCopies, Math.min(most, overlapping)));
}

/** Cold starts of one burst, where so many environments may be at work at once. */
export function burstSize(plannedCount: number, atOnce: number): number {
  return Math.max(1, Math.min(plannedCount, atOnce, environmentsPerFunction));
}
