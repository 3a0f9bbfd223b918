import { compareSides } from "../../dist/statistics/compare-sides.js";
import { plannedLooks } from "../../dist/statistics/looks.js";

const scenario = "hello";

/**
 * What `thaw compare` says of two sides that were measured in these blocks, all of them planned. `watched` of the blocks' measures
 * are judged; `watchedCount`: over how many differences of the whole comparison the error is spent (default: as many as are
 * watched). `until`: "decided" where the run looked at its samples as it went and stopped when it could, absent where it had one
 * size. Gives the variant's verdict, its differences, and the blocks that it took.
 */
export function compareBlocks({ baseline, candidate }, options) {
  const { watched, watchedCount = watched.length, until, rules } = options;
  const blocks = baseline[watched[0]].length;
  // Each variant has all watched measures; those without samples keep their share of the error.
  const variants = Array.from({ length: watchedCount / watched.length }, (_, index) =>
    variantOf(index, blocks),
  );
  const manifest = manifestOf(variants, watched, { until, rules });
  const values = [
    valuesOf("baseline", variants[0].id, baseline, watched),
    valuesOf("candidate", variants[0].id, candidate, watched),
  ];
  const comparison = compareSides(manifest, values);
  if (comparison.watchedCount !== watchedCount) {
    throw new Error(`expected ${watchedCount} watched differences, got ${comparison.watchedCount}`);
  }
  const [variant] = comparison.variants;
  const differences = variant.differences.filter(({ watched: judged }) => judged);
  return { verdict: variant.verdict, differences, blocks: differences[0].n.baseline };
}

function manifestOf(variants, watched, { until, rules }) {
  const stopping = until === undefined ? {} : { stopping: { until, looks: plannedLooks(variants) } };
  return {
    formatVersion: 1,
    runId: "bench",
    state: "complete",
    target: "process",
    blocks: variants[0].cold,
    request: { measureIdentical: true },
    variants,
    notMeasured: [],
    segments: [{}],
    watched,
    ...(rules === undefined ? {} : { rules: [{ scenario, ...rules }] }),
    ...stopping,
  };
}

function variantOf(index, blocks) {
  return {
    id: `${scenario}/${index}`,
    scenario,
    label: `${index}`,
    runtime: "nodejs24.x",
    memoryMb: 512,
    architecture: "x86_64",
    package: "zip",
    layers: "none",
    axes: {},
    timeoutSeconds: 3,
    ephemeralStorageMb: 512,
    cold: blocks,
    warm: 1,
    settle: 0,
    warmupBlocks: 0,
    prepared: ["baseline", "candidate"].map((side) => ({
      side,
      functionDigest: "same",
      layerDigests: [],
      packageBytes: 1,
    })),
  };
}

/** Each environment has one value of each measure. */
function valuesOf(side, variant, columns, watched) {
  const count = columns[watched[0]].length;
  const indexes = Uint32Array.from({ length: count }, (_, index) => index);
  const none = new Float64Array(count).fill(Number.NaN);
  const measures = watched.map((measure) => [
    measure,
    {
      values: columns[measure],
      starts: indexes,
      environments: indexes,
      copies: new Uint32Array(indexes.length),
    },
  ]);
  return {
    variant,
    side,
    blocks: indexes,
    segments: new Uint32Array(count),
    measures: new Map(measures),
    maxMemoryMb: none,
    cpuInitMs: none,
    cpuInvokeMs: none,
    coldBilledMs: none,
    warmBilledMs: none,
    sampleCount: count,
    failedCount: 0,
  };
}
