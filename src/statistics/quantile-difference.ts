import type { Temperature } from "../samples/sample.ts";
import { type BootstrapDraws, bootstrapDraws } from "./bootstrap-draws.ts";
import type { QuantileDifference } from "./comparison.ts";
import { quantile } from "./quantile.ts";
import { drawnCount, drawnQuantile, type Tail, tailOf } from "./resampled-quantiles.ts";
import { isSupported } from "./supported-quantile.ts";

/** Values in clusters that are drawn as a whole: of an environment, or of a block. */
export interface ClusteredValues {
  /** Milliseconds, cluster by cluster. */
  readonly values: Float64Array;
  /** Index of the first value of each cluster, ascending; no cluster is empty. */
  readonly starts: Uint32Array;
}

/** All that the differences of one measure's percentiles are worked out from; plain data, for another thread. */
export interface QuantileTask {
  readonly temperature: Temperature;
  readonly baseline: ClusteredValues;
  readonly candidate: ClusteredValues;
  /** Clusters of one index are of one block and are drawn together: two sides of one run. */
  readonly paired: boolean;
  readonly permilles: readonly QuantileDifference["permille"][];
  /** Parts of the seed of the resampling. */
  readonly seed: readonly (string | number)[];
}

/** The difference of a percentile, candidate − baseline, milliseconds, with a 95 % interval. */
export type QuantileShift = Pick<QuantileDifference, "permille" | "baselineMs" | "candidateMs" | "shift">;

/** As many environments as the interval of a warm median asks for: below, it would promise more than it holds. */
const leastClusters = 10;

const defaultResamples = 2000;

/**
 * The differences of those percentiles that both sides have enough samples beyond (`isSupported`) and ten clusters for, in the
 * order asked for. Clusters are drawn with replacement, as many as there are: blocks with both their sides where they are paired,
 * else the environments of each side for itself. The interval is between the 2.5 % and 97.5 % quantiles of the resamples'
 * differences. It depends on the task alone: swapped sides give the same interval, negated.
 * Sources: B. Efron and R. J. Tibshirani, An Introduction to the Bootstrap (1993), chapters 8 (two samples) and 13 (percentile
 * interval); C. A. Field and A. H. Welsh, "Bootstrapping clustered data", J. R. Statist. Soc. B 69 (2007) (whole clusters).
 */
export function quantileDifferences(task: QuantileTask, resamples = defaultResamples): QuantileShift[] {
  const { baseline, candidate, temperature } = task;
  const base = Float64Array.from(baseline.values).sort();
  const cand = Float64Array.from(candidate.values).sort();
  const permilles = task.permilles.filter(
    (permille) =>
      baseline.starts.length >= leastClusters &&
      candidate.starts.length >= leastClusters &&
      isSupported({ temperature, ...baseline }, base, permille) &&
      isSupported({ temperature, ...candidate }, cand, permille),
  );
  if (permilles.length === 0) {
    return [];
  }
  const resampled = resampledShifts(task, permilles, resamples);
  return permilles.map((permille, index) => {
    const baselineMs = quantile(base, permille);
    const candidateMs = quantile(cand, permille);
    const shifts = (resampled[index] ?? new Float64Array()).sort();
    const shift = {
      value: candidateMs - baselineMs,
      low: quantile(shifts, 25),
      high: quantile(shifts, 975),
    };
    return { permille, baselineMs, candidateMs, shift };
  });
}

/** For each percentile the differences of the resamples. */
function resampledShifts(
  task: QuantileTask,
  permilles: readonly number[],
  resamples: number,
): Float64Array[] {
  const baseline = tailOf(task.baseline);
  const candidate = tailOf(task.candidate);
  const draws = drawsOf(task, baseline, candidate, resamples);
  const shifts = new Float64Array(permilles.length * resamples);
  for (let resample = 0; resample < resamples; resample++) {
    const ofBaseline = draws.baseline[resample] ?? none;
    const ofCandidate = draws.candidate[resample] ?? none;
    const baselineCount = drawnCount(baseline, ofBaseline);
    const candidateCount = drawnCount(candidate, ofCandidate);
    for (const [index, permille] of permilles.entries()) {
      shifts[index * resamples + resample] =
        drawnQuantile(candidate, ofCandidate, candidateCount, permille) -
        drawnQuantile(baseline, ofBaseline, baselineCount, permille);
    }
  }
  return permilles.map((_, index) => shifts.subarray(index * resamples, (index + 1) * resamples));
}

const none = new Uint8Array();

function drawsOf(
  { paired, seed }: QuantileTask,
  baseline: Tail,
  candidate: Tail,
  resamples: number,
): { readonly baseline: BootstrapDraws; readonly candidate: BootstrapDraws } {
  const drawsOfSide = ({ sizes }: Tail, stream: string) =>
    bootstrapDraws(sizes.length, resamples, [...seed, stream]);
  if (paired) {
    const draws = drawsOfSide(baseline, "blocks");
    return { baseline: draws, candidate: draws };
  }
  // The values decide which side has which draws, not its name: swapped sides keep theirs.
  const [first, second] = isFirst(baseline.values, candidate.values)
    ? ["first", "second"]
    : ["second", "first"];
  return { baseline: drawsOfSide(baseline, first), candidate: drawsOfSide(candidate, second) };
}

function isFirst(one: Float64Array, other: Float64Array): boolean {
  const differing = one.findIndex((value, index) => value !== other[index]);
  return differing < 0 ? one.length <= other.length : (one[differing] ?? 0) < (other[differing] ?? Infinity);
}
