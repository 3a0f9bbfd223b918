import type { RunManifest, VariantFacts } from "../../../src/samples/run-manifest.ts";
import type { Sample, Side } from "../../../src/samples/sample.ts";
import { seededRandom } from "../../../src/shared/seeded-random.ts";
import { ValuesCollector } from "../../../src/statistics/collect-values.ts";
import type { RunValues } from "../../../src/statistics/environment-values.ts";
import { runManifest, variantFacts } from "../samples/a-manifest.ts";
import { coldSample, warmSample } from "../samples/a-sample.ts";

const sides: readonly Side[] = ["baseline", "candidate"];

/** A variant that was prepared to different digests on its two sides; `changes` win. */
export function twoSided(changes: Partial<VariantFacts> = {}): VariantFacts {
  const prepared = sides.map((side) => ({
    side,
    functionDigest: (side === "baseline" ? "b" : "c").repeat(64),
    layerDigests: [],
    packageBytes: side === "baseline" ? 1000 : 1200,
  }));
  return variantFacts({ prepared, cold: 30, warm: 0, ...changes });
}

/** A complete run of two sides; `changes` win. */
export function sidesManifest(
  variants: readonly VariantFacts[] = [twoSided()],
  changes: Partial<RunManifest> = {},
): RunManifest {
  const baseline = { kind: "git", name: "main", gitCommit: "a".repeat(40) } as const;
  const blocks = Math.max(...variants.map(({ cold, warmupBlocks }) => cold + warmupBlocks));
  return runManifest({ variants, baseline, blocks, ...changes });
}

/** How synthetic samples are drawn. */
export interface Drawn {
  readonly seed: number;
  /** candidate / baseline of every time; default 1. */
  readonly ratio?: number;
  /** Standard deviation of an environment by its mean; default 0.06. */
  readonly cv?: number;
  readonly initMs?: number;
  readonly invokeMs?: number;
  /** Default: those that a run of two sides has. */
  readonly sides?: readonly (Side | undefined)[];
  readonly segment?: number;
}

/** Every sample that a run plans, block after block, with normal noise of an environment. */
export function drawnSamples(manifest: RunManifest, drawn: Drawn): Sample[] {
  return Array.from({ length: manifest.blocks }, (_, block) =>
    manifest.variants
      .filter(({ cold, warmupBlocks }) => block < cold + warmupBlocks)
      .flatMap((variant) =>
        (drawn.sides ?? sides).flatMap((side) => environmentOf(variant, side, block, drawn)),
      ),
  ).flat();
}

function environmentOf(
  { id, warm, warmupBlocks }: VariantFacts,
  side: Side | undefined,
  block: number,
  drawn: Drawn,
): Sample[] {
  const { seed, ratio = 1, cv = 0.06, initMs = 100, invokeMs = 10, segment = 0 } = drawn;
  const random = seededRandom(seed, id, side ?? "", block);
  const factor = side === "baseline" ? 1 : ratio;
  const noisy = (mean: number) => mean * factor * (1 + cv * normal(random));
  const shared = {
    variant: id,
    environment: `e-${segment}-${id}-${side}-${block}`,
    block,
    segment,
    ...(side === undefined ? {} : { side }),
    ...(block < warmupBlocks ? { warmup: true as const } : {}),
  };
  const init = noisy(initMs);
  const cold = coldSample({ ...shared, initMs: init, coldStartMs: init + noisy(invokeMs) });
  const own = noisy(invokeMs);
  const later = Array.from({ length: warm }, (_, index) =>
    warmSample({ ...shared, invocation: index + 1, invokeMs: own * (1 + 0.02 * normal(random)) }),
  );
  return [cold, ...later];
}

/** Box and Muller's. */
function normal(random: () => number): number {
  return Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
}

/** The values of samples. */
export function valuesOf(manifest: RunManifest, samples: Iterable<Sample>): RunValues {
  const collector = new ValuesCollector(manifest);
  for (const sample of samples) {
    collector.add(sample);
  }
  return collector.finish();
}

/** The values that a run with such times would have. */
export function drawnValues(manifest: RunManifest, drawn: Drawn): RunValues {
  return valuesOf(manifest, drawnSamples(manifest, drawn));
}

/** The same samples with the sides' names exchanged. */
export function swapped(samples: readonly Sample[]): Sample[] {
  return samples.map((sample) => ({
    ...sample,
    side: sample.side === "baseline" ? "candidate" : "baseline",
  }));
}
