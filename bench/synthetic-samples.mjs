import { seededRandom } from "../dist/shared/seeded-random.js";

/** The variant that the synthetic samples belong to. */
export const syntheticVariant = "synthetic/nodejs24.x/512/x86_64/zip/none";

const samplesPerEnvironment = 11;
const firstMs = Date.UTC(2026, 10, 23);

/** Samples as the process target gives them, environment after environment, until there are `count`. */
export function* environmentsOfSamples(count) {
  const random = seededRandom(1, "synthetic samples");
  for (let number = 0; number * samplesPerEnvironment < count; number++) {
    const left = count - number * samplesPerEnvironment;
    const length = Math.min(samplesPerEnvironment, left);
    yield Array.from({ length }, (_item, invocation) =>
      sampleOf(syntheticVariant, number, invocation, random),
    );
  }
}

/** Block after block one environment of each variant, `samplesEach` samples in each. Another seed is another run. */
export function* environmentsOfMatrix(variants, { blocks, samplesEach, seed }) {
  const random = seededRandom(seed, "synthetic matrix");
  for (let block = 0; block < blocks; block++) {
    for (const [index, variant] of variants.entries()) {
      const environment = `e-${String(block * variants.length + index).padStart(5, "0")}`;
      yield Array.from({ length: samplesEach }, (_item, invocation) => ({
        ...sampleOf(variant, block, invocation, random),
        environment,
      }));
    }
  }
}

function sampleOf(variant, number, invocation, random) {
  const initMs = 60 + 20 * random();
  const invokeMs = (invocation === 0 ? 4 : 1) + random();
  const overheadMs = 0.2 * random();
  const durationMs = invokeMs + overheadMs;
  const cold = { provisionMs: 2 + random(), initMs, gapMs: 0.2, coldStartMs: initMs + durationMs };
  return {
    target: "process",
    variant,
    segment: 0,
    block: number,
    attempt: 0,
    environment: `e-${String(number).padStart(5, "0")}`,
    invocation,
    temperature: invocation === 0 ? "cold" : "warm",
    ...(invocation === 0 ? { method: "spawn", ...cold } : {}),
    status: "ok",
    takenAt: new Date(firstMs + 100 * number + invocation).toISOString(),
    invokeMs,
    firstByteMs: invokeMs - 0.05,
    overheadMs,
    durationMs,
    billedMs: Math.ceil(durationMs),
    maxMemoryMb: 60 + random(),
    responseBytes: 312,
  };
}
