import { describe, expect, it } from "vitest";
import type {
  EngineFacts,
  PreparedFacts,
  RunManifest,
  VariantFacts,
} from "../../../src/samples/run-manifest.ts";
import { incomparabilities } from "../../../src/statistics/incomparable.ts";
import { runManifest, variantFacts } from "../samples/a-manifest.ts";

const [segment] = runManifest().segments;
const [prepared] = variantFacts().prepared;

const engine: EngineFacts = {
  name: "Docker",
  version: "28.1.1",
  kernel: "6.8.0",
  architecture: "x86_64",
  cgroupVersion: 2,
  rootless: false,
  storageDriver: "overlay2",
  ociRuntime: "runc",
  cpuCount: 2,
  local: true,
  cpuShareBy: "cgroup",
  temporaryStorage: "file-system",
};

function onHost(changes: object): RunManifest {
  return runManifest({
    segments: segment === undefined ? [] : [{ ...segment, host: { ...segment.host, ...changes } }],
  });
}

function onEngine(changes: Partial<EngineFacts>): RunManifest {
  return runManifest({
    segments: segment === undefined ? [] : [{ ...segment, engine: { ...engine, ...changes } }],
  });
}

function ofVariant(changes: Partial<VariantFacts>): RunManifest {
  return runManifest({ variants: [variantFacts(changes)] });
}

function preparedWith(changes: Partial<PreparedFacts>, variant: Partial<VariantFacts> = {}): RunManifest {
  return ofVariant({ ...variant, prepared: prepared === undefined ? [] : [{ ...prepared, ...changes }] });
}

function onLambda(changes: Partial<PreparedFacts>, host: object = {}): RunManifest {
  const facts = preparedWith({ runtimeVersion: undefined, region: "us-east-1", ...changes });
  return { ...facts, target: "lambda", segments: onHost(host).segments };
}

const arn = (version: string) => `arn:aws:lambda:us-east-1::runtime:${version.repeat(64)}`;

function reasons(baseline: RunManifest, candidate: RunManifest): string[] {
  return incomparabilities(
    { manifest: baseline, methods: ["spawn"] },
    { manifest: candidate, methods: ["spawn"] },
  );
}

const id = variantFacts().id;

describe("two runs are not compared", () => {
  it.each([
    {
      of: "target",
      baseline: runManifest(),
      candidate: runManifest({ target: "docker" }),
      reason: "The target differs: process in the baseline, docker in the candidate.",
    },
    {
      of: "host CPU",
      baseline: runManifest(),
      candidate: onHost({ cpuModel: "Intel Xeon 8259CL" }),
      reason:
        "The host's CPU differs: AMD EPYC 7763 64-Core Processor in the baseline, Intel Xeon 8259CL in the candidate.",
    },
    {
      of: "number of CPUs",
      baseline: runManifest(),
      candidate: onHost({ cpuCount: 4 }),
      reason: "The number of the host's CPUs differs: 2 in the baseline, 4 in the candidate.",
    },
    {
      of: "host architecture",
      baseline: runManifest(),
      candidate: onHost({ architecture: "arm64" }),
      reason: "The host's architecture differs: x64 in the baseline, arm64 in the candidate.",
    },
    {
      of: "engine",
      baseline: onEngine({}),
      candidate: onEngine({ name: "Podman", version: "5.4.0" }),
      reason: "The engine differs: Docker 28 in the baseline, Podman 5 in the candidate.",
    },
    {
      of: "engine's first number of version",
      baseline: onEngine({}),
      candidate: onEngine({ version: "29.0.0" }),
      reason: "The engine differs: Docker 28 in the baseline, Docker 29 in the candidate.",
    },
    {
      of: "engine on another kernel",
      baseline: onEngine({}),
      candidate: onEngine({ local: false }),
      reason:
        "The place of the engine differs: this machine in the baseline, another machine in the candidate.",
    },
    {
      of: "OCI runtime",
      baseline: onEngine({}),
      candidate: onEngine({ ociRuntime: "crun" }),
      reason: "The container runtime differs: runc in the baseline, crun in the candidate.",
    },
    {
      of: "control groups",
      baseline: onEngine({ cgroupVersion: 1 }),
      candidate: onEngine({}),
      reason: "The version of control groups differs: 1 in the baseline, 2 in the candidate.",
    },
    {
      of: "what limits the CPU",
      baseline: onEngine({}),
      candidate: onEngine({ cpuShareBy: "engine" }),
      reason: "What gives the CPU share differs: cgroup in the baseline, engine in the candidate.",
    },
    {
      of: "kind of /tmp",
      baseline: onEngine({}),
      candidate: onEngine({ temporaryStorage: "folder" }),
      reason: "What /tmp is differs: file-system in the baseline, folder in the candidate.",
    },
    {
      of: "way of limiting CPU",
      baseline: preparedWith({ cpu: { cores: 2, quotaUs: 5788, periodUs: 20_000 } }),
      candidate: preparedWith({ cpu: { cores: 2, quotaUs: 28_940, periodUs: 100_000, limitedInit: true } }),
      reason: `The CPU of ${id} differs: 2 cores, 5788 µs in 20000 µs in the baseline, 2 cores, 28940 µs in 100000 µs, init too in the candidate.`,
    },
    {
      of: "no limit of the CPU",
      baseline: preparedWith({ cpu: { cores: 2, quotaUs: 5788, periodUs: 20_000 } }),
      candidate: preparedWith({ cpu: { cores: 2 } }),
      reason: `The CPU of ${id} differs: 2 cores, 5788 µs in 20000 µs in the baseline, 2 cores, no limit in the candidate.`,
    },
    {
      of: "version of the same runtime",
      baseline: preparedWith({ runtimeVersion: "v24.4.1" }),
      candidate: preparedWith({ runtimeVersion: "v24.5.0", runtimeDigest: "a".repeat(64) }),
      reason: `The runtime version of ${id} differs: v24.4.1 in the baseline, v24.5.0 in the candidate; nodejs24.x itself has changed between the runs.`,
    },
    {
      of: "another image of the same name",
      baseline: preparedWith({ runtimeVersion: "lambda/nodejs:24", runtimeDigest: "a".repeat(64) }),
      candidate: preparedWith({ runtimeVersion: "lambda/nodejs:24", runtimeDigest: "b".repeat(64) }),
      reason: `The runtime of ${id} differs: lambda/nodejs:24 (aaaaaaaaaaaa) in the baseline, lambda/nodejs:24 (bbbbbbbbbbbb) in the candidate; nodejs24.x itself has changed between the runs.`,
    },
    {
      of: "memory behind one id",
      baseline: runManifest(),
      candidate: ofVariant({ memoryMb: 1024 }),
      reason: `The memory size of ${id} differs: 512 MB in the baseline, 1024 MB in the candidate.`,
    },
    {
      of: "architecture behind one id",
      baseline: runManifest(),
      candidate: ofVariant({ architecture: "arm64" }),
      reason: `The architecture of ${id} differs: x86_64 in the baseline, arm64 in the candidate.`,
    },
    {
      of: "event",
      baseline: runManifest(),
      candidate: ofVariant({ eventDigest: "0".repeat(64) }),
      reason: `The event of ${id} differs: eeeeeeeeeeee in the baseline, 000000000000 in the candidate.`,
    },
    {
      of: "warm invocations in an environment",
      baseline: runManifest(),
      candidate: ofVariant({ warm: 50, settle: 5 }),
      reason: `The number of warm invocations of ${id} differs: 10 in the baseline, 50 after 5 that do not count in the candidate.`,
    },
    {
      of: "SnapStart",
      baseline: runManifest(),
      candidate: ofVariant({ snapStart: true }),
      reason: `The start of ${id} differs: without SnapStart in the baseline, with SnapStart in the candidate.`,
    },
    {
      of: "no variant in common",
      baseline: runManifest(),
      candidate: ofVariant({
        id: "hello/nodejs24.x/1024/arm64/zip/none",
        memoryMb: 1024,
        architecture: "arm64",
      }),
      reason:
        "No variant is in both runs: memory: 512 MB in the baseline, 1024 MB in the candidate; architecture: x86_64 in the baseline, arm64 in the candidate.",
    },
    {
      of: "runtime that AWS changed",
      baseline: onLambda({ runtimeVersionArn: arn("1") }),
      candidate: onLambda({ runtimeVersionArn: arn("2") }),
      reason: `The runtime version of ${id} differs: ${arn("1")} in the baseline, ${arn("2")} in the candidate; AWS changed the runtime under you.`,
    },
    {
      of: "region, which has runtimes of its own",
      baseline: onLambda({ runtimeVersionArn: arn("1") }),
      candidate: onLambda({ region: "eu-central-1", runtimeVersionArn: arn("2") }),
      reason: `The region of ${id} differs: us-east-1 in the baseline, eu-central-1 in the candidate.`,
    },
    {
      of: "other format of the log",
      baseline: onLambda({ logFormat: "text" }),
      candidate: onLambda({ logFormat: "json" }),
      reason: `The log format of ${id} differs: text in the baseline, json in the candidate.`,
    },
    {
      of: "emulator in place of AWS",
      baseline: onLambda({}),
      candidate: onLambda({ endpoint: "http://127.0.0.1:5000" }),
      reason: `The endpoint of ${id} differs: AWS's own in the baseline, http://127.0.0.1:5000 in the candidate.`,
    },
    {
      of: "another emulator",
      baseline: onLambda({ endpoint: "http://127.0.0.1:4566" }),
      candidate: onLambda({ endpoint: "http://127.0.0.1:5000" }),
      reason: `The endpoint of ${id} differs: http://127.0.0.1:4566 in the baseline, http://127.0.0.1:5000 in the candidate.`,
    },
  ])("because of $of", ({ baseline, candidate, reason }) => {
    expect(reasons(baseline, candidate)).toEqual([reason]);
  });

  it("because of the way of forcing cold", () => {
    expect(
      incomparabilities(
        { manifest: runManifest(), methods: ["spawn"] },
        { manifest: runManifest(), methods: ["restore", "spawn"] },
      ),
    ).toEqual([
      "The way of forcing cold differs: spawn in the baseline, restore and spawn in the candidate.",
    ]);
  });

  it("because of one of several machines", () => {
    const [other] = onHost({ cpuModel: "Other" }).segments;
    const segments = [segment, other].filter((one) => one !== undefined);
    expect(reasons(runManifest(), runManifest({ segments }))).toEqual([
      "The host's CPU differs: AMD EPYC 7763 64-Core Processor in the baseline, AMD EPYC 7763 64-Core Processor and Other in the candidate.",
    ]);
    expect(reasons(runManifest({ segments: segments.toReversed() }), runManifest({ segments }))).toEqual([]);
  });
});

it("says once what is true of several variants", () => {
  const run = (version: string, changed: number) =>
    runManifest({
      variants: [128, 512, 1769].map((memoryMb, index) =>
        variantFacts({
          id: `hello/${memoryMb}`,
          memoryMb,
          prepared:
            prepared === undefined
              ? []
              : [{ ...prepared, runtimeVersion: index < changed ? version : "v24.4.1" }],
        }),
      ),
    });
  expect(reasons(run("v24.4.1", 0), run("v24.5.0", 3))).toEqual([
    "The runtime version of all variants differs: v24.4.1 in the baseline, v24.5.0 in the candidate; nodejs24.x itself has changed between the runs.",
  ]);
  expect(reasons(run("v24.4.1", 0), run("v24.5.0", 2))).toEqual([
    "The runtime version of 2 variants (the first is hello/128) differs: v24.4.1 in the baseline, v24.5.0 in the candidate; nodejs24.x itself has changed between the runs.",
  ]);
});

describe("two runs are compared", () => {
  it.each([
    { of: "nothing", candidate: runManifest() },
    { of: "code", candidate: preparedWith({ functionDigest: "0".repeat(64), packageBytes: 9 }) },
    { of: "handler", candidate: ofVariant({ handler: "other.handler" }) },
    { of: "variables", candidate: ofVariant({ environmentDigests: { LOG_LEVEL: "0".repeat(64) } }) },
    { of: "timeout and /tmp", candidate: ofVariant({ timeoutSeconds: 30, ephemeralStorageMb: 1024 }) },
    { of: "number of cold starts", candidate: ofVariant({ cold: 100 }) },
    {
      of: "runtime, which has another name",
      candidate: preparedWith({ runtimeVersion: "v26.0.0" }, { runtime: "nodejs26.x" }),
    },
    {
      of: "kernel, harness and Node.js",
      candidate: onHost({ kernel: "6.9.0", nodeVersion: "v24.0.0", loadAverage: 1 }),
    },
    { of: "what is not known", candidate: onHost({ cpuModel: undefined, virtualization: undefined }) },
    {
      of: "a variant that one run lacks",
      candidate: runManifest({ variants: [variantFacts(), variantFacts({ id: "hello/other" })] }),
    },
  ])("whatever they differ in of $of", ({ candidate }) => {
    expect(reasons(runManifest(), candidate)).toEqual([]);
  });

  it("whatever machine Lambda was called from", () => {
    const facts = { runtimeVersionArn: arn("1") };
    expect(reasons(onLambda(facts), onLambda(facts, { cpuModel: "Other", cpuCount: 64 }))).toEqual([]);
  });

  it("whatever is not known of where a function ran", () => {
    expect(reasons(onLambda({ region: undefined }), onLambda({ runtimeVersionArn: arn("1") }))).toEqual([]);
    expect(reasons(onLambda({}), onLambda({ logFormat: "json" }))).toEqual([]);
  });

  it("whatever patch the engine has", () => {
    expect(reasons(onEngine({}), onEngine({ version: "28.5.0", kernel: "6.9.0", hopMs: 0.2 }))).toEqual([]);
  });

  it("whatever an image brings as its runtime", () => {
    const image = (digest: string) =>
      preparedWith({ runtimeDigest: digest, functionDigest: digest }, { package: "image" });
    expect(reasons(image("a".repeat(64)), image("b".repeat(64)))).toEqual([]);
  });

  it("by the candidate of a run of two sides", () => {
    const sides = (["baseline", "candidate"] as const).map((side) => ({
      functionDigest: "f",
      layerDigests: [],
      runtimeVersion: side === "baseline" ? "v20.0.0" : "v24.4.1",
      packageBytes: 1,
      side,
    }));
    expect(reasons(ofVariant({ prepared: sides }), runManifest())).toEqual([]);
  });
});
