import type { EngineFacts, Segment } from "../../../src/samples/run-manifest.ts";
import { runManifest, variantFacts } from "../samples/a-manifest.ts";
import { type ScriptedRun, samplesOf } from "./a-run.ts";

const engine: EngineFacts = {
  name: "Docker",
  version: "28.2.2",
  kernel: "6.8.0-45-generic",
  architecture: "x86_64",
  cgroupVersion: 2,
  rootless: false,
  storageDriver: "overlay2",
  ociRuntime: "runc",
  cpuCount: 2,
  local: true,
  cpuShareBy: "cgroup",
  temporaryStorage: "file-system",
  hopMs: 0.123,
  firstProcessCpuMs: 0.41,
};

/** Two memory sizes in containers, of which one needs more CPU than the machine has; `changes` to the engine win. */
export function containerRun(changes: Partial<EngineFacts> = {}): ScriptedRun {
  const prepared = variantFacts().prepared;
  const variants = [512, 5307].map((memoryMb) =>
    variantFacts({
      id: `hello/nodejs24.x/${memoryMb}/x86_64/zip/none`,
      memoryMb,
      prepared: prepared.map((facts) => ({
        ...facts,
        runtimeVersion: "public.ecr.aws/lambda/nodejs:24",
        cpu: {
          cores: 2,
          quotaUs: memoryMb === 512 ? 5789 : 60_000,
          periodUs: 20_000,
          ...(memoryMb === 512 ? {} : { neededCores: 3 }),
        },
      })),
    }),
  );
  const segments = runManifest().segments.map(
    (segment): Segment => ({
      ...segment,
      engine: { ...engine, ...changes },
    }),
  );
  const manifest = runManifest({
    target: "docker",
    variants,
    segments,
    limitations: ["Functions ran in containers on this machine's kernel, not in microVMs."],
  });
  const samples = samplesOf(variants, 21).map((sample) => ({
    ...sample,
    target: "docker" as const,
    ...(sample.method === undefined ? {} : { method: "container" as const }),
  }));
  return { manifest, samples };
}
