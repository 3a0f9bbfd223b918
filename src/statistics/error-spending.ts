import { upperTail } from "./normal.ts";

/** Points of a grid over the values from which measuring goes on. */
const gridPoints = 401;

const known = new Map<string, readonly number[]>();

/** Kim and DeMets' ρ: O'Brien and Fleming's boundaries are near 3, Pocock's near 1. */
const power = 3;

/**
 * The two-sided level of each look at which an error of `alpha` in all is spent: little early, most of it at the end.
 * `fractions`: the share of the planned samples at each look, ascending in (0, 1]; where the last is below 1, as of a run that was
 * cut, only what may be spent until there is. One look at 1 has `alpha` itself.
 * Sources: K. K. G. Lan and D. L. DeMets, "Discrete sequential boundaries for clinical trials", Biometrika 70 (1983), with the spending
 * function αt³ of K. Kim and D. L. DeMets, "Design and analysis of group sequential tests based on the type I error spending rate
 * function", Biometrika 74 (1987). docs/method.md says why not O'Brien and Fleming's.
 */
export function spentLevels(fractions: readonly number[], alpha: number): readonly number[] {
  const key = [alpha, ...fractions].join(" ");
  const levels =
    known.get(key) ?? levelsUnder(fractions, (fraction) => alpha * Math.min(1, fraction) ** power);
  known.set(key, levels);
  return levels;
}

/**
 * The same under any spending function: `spentUntil` gives the error that may be spent by the time that a fraction is there.
 * Sources of the recursion: P. Armitage, C. K. McPherson and B. C. Rowe, J. R. Statist. Soc. A 132 (1969); C. Jennison and
 * B. W. Turnbull, Group Sequential Methods (2000), chapters 3, 7, 19.
 */
export function levelsUnder(
  fractions: readonly number[],
  spentUntil: (fraction: number) => number,
): readonly number[] {
  const levels: number[] = [];
  let going: Going | undefined;
  let spent = 0;
  for (const fraction of fractions) {
    const allowed = spentUntil(fraction);
    const boundary = boundaryOf(going, fraction, allowed - spent);
    levels.push(2 * upperTail(boundary / Math.sqrt(fraction)));
    going = goingOn(going, fraction, boundary);
    spent = allowed;
  }
  return levels;
}

/** The density of a Brownian motion at a fraction, where no look before has ended it: values of a symmetric grid. */
interface Going {
  readonly fraction: number;
  readonly points: Float64Array;
  /** Density times the point's weight in Simpson's rule. */
  readonly masses: Float64Array;
}

/** The value beyond which, on both sides, the motion ends at this look with probability `spend`. */
function boundaryOf(going: Going | undefined, fraction: number, spend: number): number {
  const deviation = Math.sqrt(fraction);
  let low = 0;
  let high = 40 * deviation;
  for (let step = 0; step < 60; step++) {
    const middle = (low + high) / 2;
    if (2 * beyond(going, fraction, middle) > spend) {
      low = middle;
    } else {
      high = middle;
    }
  }
  return high;
}

/** P(the motion is above `value` at `fraction`, and went on until there). */
function beyond(going: Going | undefined, fraction: number, value: number): number {
  if (going === undefined) {
    return upperTail(value / Math.sqrt(fraction));
  }
  const step = Math.sqrt(fraction - going.fraction);
  return going.masses.reduce(
    (sum, mass, index) => sum + mass * upperTail((value - (going.points[index] ?? 0)) / step),
    0,
  );
}

function goingOn(before: Going | undefined, fraction: number, boundary: number): Going {
  // Nothing of a motion lies further out than this, and a boundary that spends nothing is infinitely far.
  const reach = Math.min(boundary, 9 * Math.sqrt(fraction));
  const width = (2 * reach) / (gridPoints - 1);
  const points = Float64Array.from({ length: gridPoints }, (_, index) => -reach + index * width);
  const masses = points.map((point, index) => {
    const weight = index === 0 || index === gridPoints - 1 ? 1 : index % 2 === 1 ? 4 : 2;
    return density(before, fraction, point) * ((weight * width) / 3);
  });
  return { fraction, points, masses };
}

function density(before: Going | undefined, fraction: number, point: number): number {
  if (before === undefined) {
    return normalDensity(point, fraction);
  }
  const variance = fraction - before.fraction;
  return before.masses.reduce(
    (sum, mass, index) => sum + mass * normalDensity(point - (before.points[index] ?? 0), variance),
    0,
  );
}

function normalDensity(value: number, variance: number): number {
  return Math.exp(-(value * value) / (2 * variance)) / Math.sqrt(2 * Math.PI * variance);
}
