import { upperTail } from "./normal.ts";

/** Up to so many sizes the distribution is counted out; it takes a time that grows with their third power. */
const exactUpTo = 24;

const mostSteps = 60;

/**
 * P(S ≥ `sum`), S being the sum of whole numbers of these sizes, each with a sign of its own that is + or − by a fair coin. Counted out
 * for few sizes; beyond, by the saddlepoint, which is off by less than one per cent of it, and never below what all signs alike have. Sizes of 0 count for nothing.
 * Source: R. Lugannani and S. Rice, "Saddle point approximation for the distribution of the sum of independent random variables",
 * Adv. Appl. Probab. 12 (1980); of such sums J. Robinson, "Saddlepoint approximations for permutation tests and confidence
 * intervals", J. R. Statist. Soc. B 44 (1982).
 */
export function signSumTail(sizes: Float64Array, sum: number): number {
  const used = sizes.filter((size) => size > 0);
  const most = total(used);
  if (sum <= -most) {
    return 1;
  }
  if (sum > most) {
    return 0;
  }
  if (used.length <= exactUpTo) {
    return countedTail(used, most, sum);
  }
  // The sum has steps of twice what all sizes are multiples of: half a step more is continued between them.
  const from = sum - used.reduce(greatestDivisor, 0);
  const tail = from < 0 ? 1 - saddlepointTail(used, -from) : saddlepointTail(used, from);
  return sum === most ? 2 ** -used.length : Math.max(tail, 2 ** -used.length);
}

/** The sum is at least `sum` where the positive ones have at least half of what both have together. */
function countedTail(sizes: Float64Array, most: number, sum: number): number {
  const chances = new Float64Array(most + 1);
  chances[0] = 1;
  let reached = 0;
  for (const size of sizes) {
    reached += size;
    for (let part = reached; part >= 0; part--) {
      chances[part] = ((chances[part] ?? 0) + (part >= size ? (chances[part - size] ?? 0) : 0)) / 2;
    }
  }
  return total(chances.subarray(Math.ceil((sum + most) / 2)));
}

/** For sums from 0. */
function saddlepointTail(sizes: Float64Array, sum: number): number {
  const variance = sizes.reduce((all, size) => all + size * size, 0);
  if (sum * sum < 1e-6 * variance) {
    return upperTail(sum / Math.sqrt(variance));
  }
  const point = saddlepointOf(sizes, variance, sum);
  const { value, second } = generating(sizes, point);
  const w = Math.sqrt(2 * (point * sum - value));
  const u = point * Math.sqrt(second);
  const density = Math.exp((-w * w) / 2) / Math.sqrt(2 * Math.PI);
  return upperTail(w) + density * (1 / u - 1 / w);
}

/** Where the first derivative of the cumulant generating function is `sum`: by Newton's method, kept within what is known. */
function saddlepointOf(sizes: Float64Array, variance: number, sum: number): number {
  let low = 0;
  let high = Number.POSITIVE_INFINITY;
  let point = sum / variance;
  for (let step = 0; step < mostSteps; step++) {
    const { first, second } = generating(sizes, point);
    if (Math.abs(first - sum) <= 1e-9 * sum) {
      break;
    }
    if (first < sum) {
      low = point;
    } else {
      high = point;
    }
    const next = point - (first - sum) / second;
    point =
      next > low && next < high ? next : high === Number.POSITIVE_INFINITY ? 2 * point : (low + high) / 2;
  }
  return point;
}

/** The cumulant generating function Σ ln cosh(size · point) and its derivatives. */
function generating(sizes: Float64Array, point: number) {
  let value = 0;
  let first = 0;
  let second = 0;
  for (const size of sizes) {
    const twice = Math.exp(-2 * size * point);
    const tanh = (1 - twice) / (1 + twice);
    value += size * point + Math.log1p(twice) - Math.LN2;
    first += size * tanh;
    second += size * size * (1 - tanh * tanh);
  }
  return { value, first, second };
}

function greatestDivisor(one: number, other: number): number {
  return other === 0 ? one : greatestDivisor(other, one % other);
}

function total(values: Float64Array): number {
  return values.reduce((sum, value) => sum + value, 0);
}
