/** Sums a + b of an a of one ascending list and a b of another, of which the k-th smallest is wanted, without making them all. */
export interface PairLists {
  readonly left: Float64Array;
  readonly right: Float64Array;
  /** `all`: every pair. `upper`: pairs of one list with itself, each once, with i ≤ j. */
  readonly pairs: "all" | "upper";
}

/** How many sums there are. */
export function pairCount(lists: readonly PairLists[]): number {
  return lists.reduce(
    (sum, { left, right, pairs }) =>
      sum + (pairs === "all" ? left.length * right.length : (left.length * (left.length + 1)) / 2),
    0,
  );
}

/**
 * The k-th smallest sum, k from 1, over all lists: what may hold it is narrowed by halves and by interpolation in turn, counting with
 * two pointers, until one sum is left. Time grows with the lists' lengths, not with the number of sums.
 * Source: D. B. Johnson and T. Mizoguchi, "Selecting the kth element in X + Y and X₁ + X₂ + … + Xₘ", SIAM J. Comput. 7 (1978), in the
 * simpler form that narrows the value.
 */
export function selectPair(lists: readonly PairLists[], k: number): number {
  const filled = lists.filter(({ left, right }) => left.length > 0 && right.length > 0);
  const smallest = Math.min(...filled.map(({ left, right }) => (left[0] ?? 0) + (right[0] ?? 0)));
  // Fewer than k sums are at most `low`, and at least k are at most `high`, which is a sum itself.
  let low = { value: smallest, count: countAround(filled, smallest).count };
  let high = {
    value: Math.max(...filled.map(({ left, right }) => (left.at(-1) ?? 0) + (right.at(-1) ?? 0))),
    count: pairCount(filled),
  };
  if (low.count >= k) {
    return low.value;
  }
  for (let halve = true; ; halve = !halve) {
    const part = halve ? 0.5 : (k - low.count - 0.5) / (high.count - low.count);
    const middle = low.value + (high.value - low.value) * part;
    if (middle <= low.value || middle >= high.value) {
      if (halve) {
        return high.value;
      }
      continue;
    }
    const { count, below, above } = countAround(filled, middle);
    if (count >= k) {
      high = { value: below, count };
    } else if (above >= high.value) {
      return high.value;
    } else {
      low = { value: middle, count };
    }
  }
}

/** How many sums are at most `limit`, the largest of them, and the smallest of the others. */
function countAround(lists: readonly PairLists[], limit: number) {
  let count = 0;
  let below = Number.NEGATIVE_INFINITY;
  let above = Number.POSITIVE_INFINITY;
  for (const { left, right, pairs } of lists) {
    let end = right.length;
    for (let index = 0; index < left.length; index++) {
      const value = left[index] ?? 0;
      while (end > 0 && value + (right[end - 1] ?? 0) > limit) {
        end--;
      }
      const from = pairs === "all" ? 0 : index;
      const first = Math.max(from, end);
      if (first < right.length) {
        above = Math.min(above, value + (right[first] ?? 0));
      }
      if (end <= from) {
        // Further on the sums only grow.
        break;
      }
      count += end - from;
      below = Math.max(below, value + (right[end - 1] ?? 0));
    }
  }
  return { count, below, above };
}
