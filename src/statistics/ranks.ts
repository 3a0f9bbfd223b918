/** Ranks of values, from 1; equal values share the mean of theirs. */
export interface Ranked {
  readonly ranks: Float64Array;
  /** Sum over groups of equal values of t³ − t, t being the group's size. */
  readonly tieTerm: number;
}

/** Source: M. Hollander, D. A. Wolfe and E. Chicken, Nonparametric Statistical Methods, 3rd ed. (2014), section 1. */
export function midRanks(values: Float64Array): Ranked {
  const order = Array.from(values.keys()).sort((a, b) => (values[a] ?? 0) - (values[b] ?? 0));
  const ranks = new Float64Array(values.length);
  let tieTerm = 0;
  for (let first = 0; first < order.length; ) {
    let end = first + 1;
    while (end < order.length && values[order[end] ?? 0] === values[order[first] ?? 0]) {
      end++;
    }
    const size = end - first;
    tieTerm += size ** 3 - size;
    for (let place = first; place < end; place++) {
      ranks[order[place] ?? 0] = (first + end + 1) / 2;
    }
    first = end;
  }
  return { ranks, tieTerm };
}
