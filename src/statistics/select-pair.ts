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
 * The k-th smallest sum, k from 1, over all lists: the value is halved until one sum is left, counting with two pointers.
 * Time grows with the lists' lengths, not with the number of sums. Source: D. B. Johnson and T. Mizoguchi, "Selecting the kth
 * element in X + Y and X₁ + X₂ + … + Xₘ", SIAM J. Comput. 7 (1978), in the simpler form by bisection of the value.
 */
export function selectPair(lists: readonly PairLists[], k: number): number {
  const filled = lists.filter(({ left, right }) => left.length > 0 && right.length > 0);
  let low = Math.min(...filled.map(({ left, right }) => (left[0] ?? 0) + (right[0] ?? 0)));
  let high = Math.max(...filled.map(({ left, right }) => (left.at(-1) ?? 0) + (right.at(-1) ?? 0)));
  if (countAtMost(filled, low).count >= k) {
    return low;
  }
  // From here on fewer than k sums are at most `low`, and at least k are at most `high`, which is a sum itself.
  for (;;) {
    const middle = low + (high - low) / 2;
    if (middle <= low || middle >= high) {
      return high;
    }
    const { count, largest } = countAtMost(filled, middle);
    if (count >= k) {
      high = largest;
    } else {
      low = middle;
    }
  }
}

function countAtMost(lists: readonly PairLists[], limit: number): { count: number; largest: number } {
  let count = 0;
  let largest = Number.NEGATIVE_INFINITY;
  for (const { left, right, pairs } of lists) {
    let end = right.length;
    for (let index = 0; index < left.length; index++) {
      const value = left[index] ?? 0;
      while (end > 0 && value + (right[end - 1] ?? 0) > limit) {
        end--;
      }
      const from = pairs === "all" ? 0 : index;
      if (end <= from) {
        if (end === 0 || pairs === "upper") {
          break;
        }
        continue;
      }
      count += end - from;
      largest = Math.max(largest, value + (right[end - 1] ?? 0));
    }
  }
  return { count, largest };
}
