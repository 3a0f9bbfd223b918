import { join } from "node:path";
import { createRunDirectory, writeManifest } from "../dist/samples/run-directory.js";
import { formatVersion } from "../dist/samples/run-manifest.js";
import { openSampleWriter } from "../dist/samples/writer.js";
import { environmentsOfSamples, syntheticVariant } from "./synthetic-samples.mjs";

const takenAt = "2026-11-23T00:00:00.000Z";
const host = {
  platform: "linux",
  kernel: "6.1",
  architecture: "x64",
  cpuCount: 2,
  memoryMb: 8192,
  nodeVersion: "v20.19.0",
};

/** A complete run of one variant with so many samples. */
export async function writeSyntheticRun(directory, sampleCount) {
  const environments = Math.ceil(sampleCount / 11);
  await createRunDirectory(directory);
  await writeManifest(directory, manifestOf(environments));
  const writer = await openSampleWriter(join(directory, "samples.ndjson"));
  for (const samples of environmentsOfSamples(sampleCount)) {
    await writer.appendEnvironment(samples);
  }
  await writer[Symbol.asyncDispose]();
}

function manifestOf(environments) {
  const digest = "0".repeat(64);
  return {
    formatVersion,
    harnessVersion: "0.1.0",
    runId: "2026-11-23T00-00-00Z-0000",
    state: "complete",
    target: "process",
    startedAt: takenAt,
    endedAt: takenAt,
    seed: 1,
    planDigest: digest,
    blocks: environments,
    request: {
      scenarioFiles: ["/synthetic.yaml"],
      filters: [],
      runtimeBinaries: {},
      images: {},
      allowUnavailable: false,
      allowUnfaithful: false,
    },
    variants: [variantOf(environments, digest)],
    notMeasured: [],
    limitations: [],
    notYetUsed: [],
    segments: [{ startedAt: takenAt, endedAt: takenAt, harnessVersion: "0.1.0", host }],
  };
}

function variantOf(environments, digest) {
  const [scenario, label] = syntheticVariant.split("/");
  return {
    id: syntheticVariant,
    scenario,
    label,
    runtime: label,
    memoryMb: 512,
    architecture: "x86_64",
    package: "zip",
    layers: "none",
    axes: {},
    handler: "index.handler",
    timeoutSeconds: 3,
    ephemeralStorageMb: 512,
    cold: environments,
    warm: 10,
    settle: 0,
    warmupBlocks: 0,
    environmentDigests: {},
    eventDigest: digest,
    prepared: [{ functionDigest: digest, layerDigests: [], packageBytes: 1000 }],
  };
}
