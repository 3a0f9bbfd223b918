/** Clustered values prepared for resampling: high quantiles of a resample are found from the top, without sorting it. */
export interface Tail {
  /** All values, descending, and the cluster of each. */
  readonly values: Float64Array;
  readonly owners: Uint32Array;
  /** Number of values of each cluster; `evenSize` where all have as many. */
  readonly sizes: Uint32Array;
  readonly evenSize: number | undefined;
}

/** `starts`: index of the first value of each cluster, ascending. */
export function tailOf({
  values,
  starts,
}: {
  readonly values: Float64Array;
  readonly starts: Uint32Array;
}): Tail {
  const clusters = new Uint32Array(values.length);
  const sizes = new Uint32Array(starts.length);
  starts.forEach((start, cluster) => {
    const end = starts[cluster + 1] ?? values.length;
    clusters.fill(cluster, start, end);
    sizes[cluster] = end - start;
  });
  const order = Uint32Array.from(values.keys()).sort((a, b) => (values[b] ?? 0) - (values[a] ?? 0));
  return {
    values: Float64Array.from(order, (index) => values[index] ?? Number.NaN),
    owners: Uint32Array.from(order, (index) => clusters[index] ?? 0),
    sizes,
    evenSize: sizes.every((size) => size === sizes[0]) ? sizes[0] : undefined,
  };
}

/** How many values the drawn clusters have together. */
export function drawnCount({ sizes, evenSize }: Tail, drawn: Uint8Array): number {
  if (evenSize !== undefined) {
    return evenSize * sizes.length;
  }
  let count = 0;
  for (let cluster = 0; cluster < sizes.length; cluster++) {
    count += (drawn[cluster] ?? 0) * (sizes[cluster] ?? 0);
  }
  return count;
}

/** The quantile (as `quantile`) of the values of the drawn clusters, of which there are `total`, one at least. */
export function drawnQuantile(
  { values, owners }: Tail,
  drawn: Uint8Array,
  total: number,
  permille: number,
): number {
  const rank = ((total - 1) * permille) / 1000;
  const below = Math.floor(rank);
  // Places from the top, 0 first, of the order statistics above and below the rank.
  const highPlace = Math.max(0, total - 2 - below);
  const lowPlace = total - 1 - below;
  let passed = 0;
  let high = Number.NaN;
  for (let index = 0; index < values.length; index++) {
    passed += drawn[owners[index] ?? 0] ?? 0;
    if (passed > highPlace && Number.isNaN(high)) {
      high = values[index] ?? Number.NaN;
    }
    if (passed > lowPlace) {
      const low = values[index] ?? Number.NaN;
      return low + (high - low) * (rank - below);
    }
  }
  return Number.NaN;
}
