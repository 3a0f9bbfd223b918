import type { RunManifest, VariantFacts } from "../../../src/samples/run-manifest.ts";

/** The facts of `hello/nodejs24.x/512/x86_64/zip/none`; `changes` win. */
export function variantFacts(changes: Partial<VariantFacts> = {}): VariantFacts {
  return {
    id: "hello/nodejs24.x/512/x86_64/zip/none",
    scenario: "hello",
    label: "nodejs24.x",
    runtime: "nodejs24.x",
    memoryMb: 512,
    architecture: "x86_64",
    package: "zip",
    layers: "none",
    axes: {},
    handler: "index.handler",
    timeoutSeconds: 3,
    ephemeralStorageMb: 512,
    cold: 20,
    warm: 10,
    settle: 0,
    warmupBlocks: 1,
    environmentDigests: {},
    eventDigest: "e".repeat(64),
    prepared: [
      { functionDigest: "f".repeat(64), layerDigests: [], runtimeVersion: "v24.4.1", packageBytes: 1234 },
    ],
    ...changes,
  };
}

/** A complete run of one variant on the process target; `changes` win. */
export function runManifest(changes: Partial<RunManifest> = {}): RunManifest {
  return {
    formatVersion: 1,
    harnessVersion: "0.1.0",
    runId: "2026-11-23T19-20-11Z-a1b2",
    state: "complete",
    target: "process",
    startedAt: "2026-11-23T19:20:11.000Z",
    endedAt: "2026-11-23T19:20:52.000Z",
    seed: 7,
    planDigest: "d".repeat(64),
    blocks: 21,
    request: {
      scenarioFiles: ["/home/dev/scenarios/hello.yaml"],
      filters: [],
      runtimeBinaries: {},
      allowUnavailable: false,
    },
    variants: [variantFacts()],
    notMeasured: [],
    limitations: ["The process target sets no memory or CPU limit."],
    notYetUsed: [],
    segments: [
      {
        startedAt: "2026-11-23T19:20:11.000Z",
        endedAt: "2026-11-23T19:20:52.000Z",
        harnessVersion: "0.1.0",
        host: {
          platform: "linux",
          kernel: "6.8.0-45-generic",
          architecture: "x64",
          cpuModel: "AMD EPYC 7763 64-Core Processor",
          cpuCount: 2,
          memoryMb: 7942,
          virtualization: "kvm",
          nodeVersion: "v20.20.2",
          loadAverage: 0.31,
        },
      },
    ],
    gitCommit: "0123456789abcdef0123456789abcdef01234567",
    ...changes,
  };
}
