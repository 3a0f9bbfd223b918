import { join } from "node:path";
import { createRunDirectory, writeManifest } from "../dist/samples/run-directory.js";
import { formatVersion } from "../dist/samples/run-manifest.js";
import { openSampleWriter } from "../dist/samples/writer.js";
import { environmentsOfMatrix, environmentsOfSamples, syntheticVariant } from "./synthetic-samples.mjs";

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
  const blocks = Math.ceil(sampleCount / 11);
  await writeRun(directory, manifestOf([syntheticVariant], blocks, 10), environmentsOfSamples(sampleCount));
}

/** A complete run of so many variants, each with as many environments as there are blocks. */
export async function writeSyntheticMatrix(directory, { variantCount, blocks, samplesEach, seed }) {
  const memory = (index) => String(128 + index);
  const variants = Array.from({ length: variantCount }, (_item, index) =>
    syntheticVariant.replace("/512/", `/${memory(index)}/`),
  );
  const environments = environmentsOfMatrix(variants, { blocks, samplesEach, seed });
  await writeRun(directory, manifestOf(variants, blocks, samplesEach - 1), environments);
}

async function writeRun(directory, manifest, environments) {
  await createRunDirectory(directory);
  await writeManifest(directory, manifest);
  const writer = await openSampleWriter(join(directory, "samples.ndjson"));
  for (const samples of environments) {
    await writer.appendEnvironment(samples);
  }
  await writer[Symbol.asyncDispose]();
}

function manifestOf(variants, blocks, warm) {
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
    blocks,
    request: {
      scenarioFiles: ["/synthetic.yaml"],
      filters: [],
      runtimeBinaries: {},
      images: {},
      allowUnavailable: false,
      allowUnfaithful: false,
    },
    variants: variants.map((variant) => variantOf(variant, { cold: blocks, warm }, digest)),
    notMeasured: [],
    limitations: [],
    notYetUsed: [],
    segments: [{ startedAt: takenAt, endedAt: takenAt, harnessVersion: "0.1.0", host }],
  };
}

function variantOf(id, counts, digest) {
  const [scenario, label, memory] = id.split("/");
  return {
    id,
    scenario,
    label,
    runtime: label,
    memoryMb: Number(memory),
    architecture: "x86_64",
    package: "zip",
    layers: "none",
    axes: {},
    handler: "index.handler",
    timeoutSeconds: 3,
    ephemeralStorageMb: 512,
    ...counts,
    settle: 0,
    warmupBlocks: 0,
    environmentDigests: {},
    eventDigest: digest,
    prepared: [{ functionDigest: digest, layerDigests: [], packageBytes: 1000 }],
  };
}
