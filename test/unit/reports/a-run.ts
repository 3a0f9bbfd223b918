import type { RunManifest, VariantFacts } from "../../../src/samples/run-manifest.ts";
import type { Sample } from "../../../src/samples/sample.ts";
import { type Random, seededRandom } from "../../../src/shared/seeded-random.ts";
import { type Analysis, analyse } from "../../../src/statistics/analyse.ts";
import { runManifest, variantFacts } from "../samples/a-manifest.ts";
import { coldSample, streamOf, warmSample } from "../samples/a-sample.ts";

/** A run as a report shows it. */
export interface ScriptedRun {
  readonly manifest: RunManifest;
  readonly samples: readonly Sample[];
}

interface Speed {
  readonly initMs: number;
  readonly firstMs: number;
  readonly warmMs: number;
  readonly memoryMb: number;
}

const speeds: Readonly<Record<string, Speed>> = {
  "nodejs24.x": { initMs: 41, firstMs: 3.9, warmMs: 0.62, memoryMb: 52 },
  "python3.13": { initMs: 58, firstMs: 2.4, warmMs: 0.48, memoryMb: 21 },
  "provided.al2023": { initMs: 3.2, firstMs: 0.9, warmMs: 0.21, memoryMb: 6 },
  "nodejs24.x-bundled": { initMs: 74, firstMs: 9.6, warmMs: 0.94, memoryMb: 71 },
};

const versions: Readonly<Record<string, string>> = {
  "nodejs24.x": "v24.4.1",
  "python3.13": "3.13.5",
  "nodejs24.x-bundled": "v24.4.1",
};

const cold = 20;
const warm = 10;

const labels = (scenario: string, names: readonly string[], changes: Partial<VariantFacts> = {}) =>
  names.map((label) =>
    variantFacts({
      id: `${scenario}/${label}/512/x86_64/zip/none`,
      scenario,
      label,
      runtime: label.replace("-bundled", ""),
      prepared: [
        {
          functionDigest: "f".repeat(64),
          layerDigests: [],
          runtimeVersion: versions[label],
          packageBytes: 1234,
        },
      ],
      ...changes,
    }),
  );

/** Two scenarios, measured to the end; one variant fails now and then, one could not be measured. */
export function completeRun(): ScriptedRun {
  const variants = [
    ...labels("hello", ["nodejs24.x", "python3.13", "provided.al2023", "ruby3.4"]),
    ...labels("order-api", ["nodejs24.x", "nodejs24.x-bundled"]),
  ];
  const manifest = runManifest({
    variants,
    targetReason: "no Docker engine answers",
    limitations: [
      "No memory or CPU limit is set: memory sizes do not change the numbers.",
      "Code runs on this machine's own runtimes, which are not AWS's builds of them.",
    ],
    notYetUsed: ["hello.yaml: lambda.regions"],
    notMeasured: [
      {
        variant: "hello/ruby3.4/512/x86_64/zip/none",
        kind: "unavailable",
        reason: "no ruby3.4 on this machine",
        hint: "install Ruby 3.4, or name one with --runtime-binary ruby3.4=PATH",
      },
    ],
  });
  const measured = variants.filter(({ label }) => label !== "ruby3.4");
  return { manifest, samples: samplesOf(measured, 1 + cold) };
}

/** The same, ended by a signal after eight blocks, with a build that failed. */
export function interruptedRun(): ScriptedRun {
  const { manifest } = completeRun();
  const [first, second, third] = manifest.variants.filter(({ scenario }) => scenario === "hello");
  const measured = [first, second, third].filter((variant) => variant !== undefined);
  const reason =
    "the build failed with exit code 1:\nnpm error code E404\nnpm error 404 Not Found - GET @acme/missing\n```";
  const broken = manifest.variants
    .filter(({ scenario }) => scenario === "order-api")
    .map(({ id }) => ({ variant: id, kind: "preparation" as const, reason }));
  return {
    manifest: { ...manifest, state: "interrupted", gitDirty: true, notMeasured: broken },
    samples: samplesOf(measured, 8),
  };
}

/** Baseline and candidate of a function in two memory sizes, warm samples failing in one of them. */
export function twoSidedRun(): ScriptedRun {
  const variants = [128, 1769].map((memoryMb) =>
    variantFacts({ id: `hello/nodejs24.x/${memoryMb}/x86_64/zip/none`, memoryMb, axes: { event: "a|b" } }),
  );
  const samples = (["baseline", "candidate"] as const).flatMap((side) =>
    samplesOf(variants, 1 + cold).map((sample) => ({
      ...sample,
      side,
      environment: `${sample.environment}-${side}`,
      ...(sample.initMs !== undefined && side === "candidate" ? { initMs: sample.initMs * 1.1 } : {}),
    })),
  );
  return { manifest: runManifest({ variants }), samples };
}

/** One variant of which no environment ever came up. */
export function failedRun(): ScriptedRun {
  const error = {
    type: "Runtime.ImportModuleError",
    message: "Error: Cannot find module 'a|b'\n\u001b[31m<b>@team</b>\u001b[0m `x`",
  };
  const samples = Array.from({ length: 4 }, (_, block) =>
    coldSample({
      block,
      environment: `e-0000${block}`,
      status: "init-error",
      error,
      ...(block === 0 ? { warmup: true as const } : {}),
      invokeMs: undefined,
      durationMs: undefined,
      coldStartMs: undefined,
      coldTotalMs: undefined,
    }),
  );
  return { manifest: runManifest(), samples };
}

/** What the statistics make of a scripted run. */
export function analysisOf({ manifest, samples }: ScriptedRun): Promise<Analysis> {
  return analyse(manifest, streamOf(samples));
}

/** Samples of every variant, block by block; the first block is warm-up. */
export function samplesOf(variants: readonly VariantFacts[], blocks: number): Sample[] {
  const random = seededRandom("scripted run");
  let environment = 0;
  return Array.from({ length: blocks }, (_, block) =>
    variants.flatMap((variant) =>
      environmentSamples(variant, block, `e-${String(environment++).padStart(5, "0")}`, random),
    ),
  ).flat();
}

function environmentSamples(
  variant: VariantFacts,
  block: number,
  environment: string,
  random: Random,
): Sample[] {
  const speed = speeds[variant.label] ?? { initMs: 40, firstMs: 4, warmMs: 1, memoryMb: 50 };
  const slow = () => 1 + 0.2 * -Math.log(1 - random());
  const shared = {
    variant: variant.id,
    block,
    environment,
    maxMemoryMb: speed.memoryMb * (1 + 0.02 * random()),
    ...(block === 0 ? { warmup: true as const } : {}),
  };
  const initMs = speed.initMs * slow();
  const firstMs = speed.firstMs * slow();
  const first = coldSample({
    ...shared,
    ...phasesOf(firstMs),
    initMs,
    coldStartMs: initMs + firstMs,
    coldTotalMs: 2.5 + initMs + firstMs * 0.95,
    noise: { stealMs: random() < 0.1 ? 10 : 0, cpuPressure: 0.02 * random() },
  });
  const later = Array.from({ length: warm }, (_, index) =>
    warmSample({
      ...shared,
      ...phasesOf(speed.warmMs * slow()),
      invocation: index + 1,
      ...failureOf(variant, block, index),
    }),
  );
  return [first, ...later];
}

function phasesOf(durationMs: number): Partial<Sample> {
  return {
    durationMs,
    invokeMs: durationMs * 0.95,
    firstByteMs: durationMs * 0.9,
    overheadMs: durationMs * 0.05,
  };
}

function failureOf({ label }: VariantFacts, block: number, index: number): Partial<Sample> {
  const error = { type: "TypeError", message: "Cannot read properties of undefined (reading 'items')" };
  return label === "python3.13" && block % 9 === 4 && index === 3 ? { status: "function-error", error } : {};
}
