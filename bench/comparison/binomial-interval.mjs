/**
 * 95 % interval of a probability of which `hits` in `trials` were seen: exact, so at least 95 %.
 * Source: C. J. Clopper and E. S. Pearson, "The use of confidence or fiducial limits illustrated in the case of the binomial",
 * Biometrika 26 (1934).
 */
export function binomialInterval(hits, trials) {
  const low = hits === 0 ? 0 : root((p) => 1 - atMost(hits - 1, trials, p) - 0.025);
  const high = hits === trials ? 1 : root((p) => 0.025 - atMost(hits, trials, p));
  return { low, high };
}

/** Of a function that rises over [0, 1]. */
function root(rising) {
  let [low, high] = [0, 1];
  for (let step = 0; step < 60; step++) {
    const middle = (low + high) / 2;
    [low, high] = rising(middle) < 0 ? [middle, high] : [low, middle];
  }
  return (low + high) / 2;
}

/** P(no more than `hits` of `trials`). */
function atMost(hits, trials, p) {
  let sum = 0;
  let logOfTerm = trials * Math.log1p(-p);
  for (let count = 0; count <= hits; count++) {
    sum += Math.exp(logOfTerm);
    logOfTerm += Math.log((trials - count) / (count + 1)) + Math.log(p) - Math.log1p(-p);
  }
  return sum;
}
