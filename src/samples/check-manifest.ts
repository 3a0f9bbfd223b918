import { z } from "zod";
import { InputError } from "../shared/errors.ts";
import { schemaProblem } from "../shared/schema-problem.ts";
import { formatVersion, type RunManifest } from "./run-manifest.ts";

const side = z.enum(["baseline", "candidate"]);
const texts = z.record(z.string(), z.string());

const request = z.looseObject({
  scenarioFiles: z.array(z.string()),
  filters: z.array(z.string()),
  cold: z.number().optional(),
  warm: z.number().optional(),
  runtimeBinaries: texts,
  allowUnavailable: z.boolean(),
  images: texts.optional(),
  allowUnfaithful: z.boolean().optional(),
  baseline: z.string().optional(),
  baselineRoot: z.string().optional(),
  measureIdentical: z.boolean().optional(),
});

const margin = z.looseObject({ relative: z.number().optional(), absoluteMs: z.number().optional() });

const rules = z.looseObject({
  scenario: z.string(),
  smallestEffect: margin.optional(),
  equivalence: margin.optional(),
  budgets: texts.optional(),
  precision: z.number().optional(),
});

const baseline = z.looseObject({
  kind: z.enum(["git", "folder"]),
  name: z.string(),
  gitCommit: z.string().optional(),
});

const stopping = z.looseObject({ until: z.enum(["decided", "precise"]), looks: z.array(z.number()) });

const cpu = z.looseObject({
  cores: z.number(),
  quotaUs: z.number().optional(),
  periodUs: z.number().optional(),
  limitedInit: z.literal(true).optional(),
  neededCores: z.number().optional(),
});

const prepared = z.looseObject({
  side: side.optional(),
  functionDigest: z.string(),
  layerDigests: z.array(z.string()),
  runtimeDigest: z.string().optional(),
  runtimeVersion: z.string().optional(),
  runtimeVersionArn: z.string().optional(),
  logFormat: z.enum(["text", "json"]).optional(),
  region: z.string().optional(),
  endpoint: z.string().optional(),
  extensions: z.array(z.string()).optional(),
  packageBytes: z.number(),
  cpu: cpu.optional(),
});

const variant = z.looseObject({
  id: z.string(),
  scenario: z.string(),
  label: z.string(),
  runtime: z.string(),
  memoryMb: z.number(),
  architecture: z.string(),
  package: z.enum(["zip", "image", "unknown"]),
  layers: z.string(),
  axes: texts,
  handler: z.string().optional(),
  snapStart: z.literal(true).optional(),
  provisioned: z.number().optional(),
  invoke: z.enum(["async", "stream", "url"]).optional(),
  timeoutSeconds: z.number().optional(),
  ephemeralStorageMb: z.number().optional(),
  cold: z.number(),
  warm: z.number(),
  settle: z.number(),
  warmupBlocks: z.number(),
  environmentDigests: texts,
  eventDigest: z.string().optional(),
  prepared: z.array(prepared),
});

const notMeasured = z.looseObject({
  variant: z.string(),
  side: side.optional(),
  kind: z.enum(["unavailable", "preparation", "limit"]),
  reason: z.string(),
  hint: z.string().optional(),
});

const host = z.looseObject({
  platform: z.string(),
  kernel: z.string(),
  architecture: z.string(),
  cpuModel: z.string().optional(),
  cpuCount: z.number(),
  memoryMb: z.number(),
  virtualization: z.string().optional(),
  cpuGovernor: z.string().optional(),
  nodeVersion: z.string(),
  loadAverage: z.number().optional(),
  unresolvedSandboxNames: z.array(z.string()).optional(),
});

const engine = z.looseObject({
  name: z.string(),
  version: z.string(),
  kernel: z.string(),
  architecture: z.string(),
  cgroupVersion: z.literal([1, 2]).optional(),
  rootless: z.boolean(),
  storageDriver: z.string().optional(),
  ociRuntime: z.string().optional(),
  cpuCount: z.number(),
  local: z.boolean(),
  cpuShareBy: z.enum(["cgroup", "engine"]).optional(),
  temporaryStorage: z.enum(["file-system", "folder", "volume"]),
  hopMs: z.number().optional(),
  firstProcessCpuMs: z.number().optional(),
});

const segment = z.looseObject({
  startedAt: z.string(),
  endedAt: z.string().optional(),
  atOnce: z.number().optional(),
  lost: z.array(z.looseObject({ variant: z.string(), environments: z.number() })).optional(),
  harnessVersion: z.string(),
  host,
  engine: engine.optional(),
});

const byArchitecture = z.looseObject({ x86_64: z.number(), arm64: z.number() });

const prices = z.looseObject({
  region: z.string(),
  asOf: z.string(),
  request: z.number(),
  gbSecond: byArchitecture,
  storageGbSecond: z.number(),
  streamedGb: z.number(),
  snapStart: z.looseObject({ cacheGbSecond: z.number(), restoreGb: z.number() }),
  provisioned: z.looseObject({ reservedGbSecond: byArchitecture, gbSecond: byArchitecture }),
});

const standing = z.looseObject({
  segment: z.number(),
  variant: z.string(),
  side: side.optional(),
  kind: z.enum(["provisioned", "snapshot"]),
  environments: z.number().optional(),
  stoodMs: z.array(z.number()),
});

const imported = z.looseObject({
  files: z.array(
    z.looseObject({ name: z.string(), bytes: z.number(), sha256: z.string(), lines: z.number() }),
  ),
  reports: z.number(),
  emulatorReports: z.number(),
  platformLines: z.number(),
  notUnderstood: z.number(),
  untimed: z.number(),
  firstAt: z.string().optional(),
  lastAt: z.string().optional(),
});

/** Loose: fields that a later version adds are kept, so that a resumed run loses none. */
const manifest: z.ZodType<RunManifest> = z.looseObject({
  formatVersion: z.literal(formatVersion),
  harnessVersion: z.string(),
  runId: z.string(),
  state: z.enum(["running", "complete", "limited", "interrupted", "lost"]),
  target: z.enum(["process", "docker", "lambda"]),
  targetReason: z.string().optional(),
  startedAt: z.string(),
  endedAt: z.string().optional(),
  seed: z.number(),
  planDigest: z.string(),
  blocks: z.number(),
  request,
  variants: z.array(variant),
  notMeasured: z.array(notMeasured),
  limitations: z.array(z.string()),
  notYetUsed: z.array(z.string()),
  segments: z.array(segment),
  baseline: baseline.optional(),
  watched: z.array(z.string()).optional(),
  rules: z.array(rules).optional(),
  stopping: stopping.optional(),
  cuts: z.array(z.number()).optional(),
  prices: z.array(prices).optional(),
  standing: z.array(standing).optional(),
  imported: imported.optional(),
  gitCommit: z.string().optional(),
  gitDirty: z.boolean().optional(),
});

/** Checks what run.json holds. `place` is its path. @throws InputError with every field that is not as it must be. */
export function checkManifest(place: string, value: unknown): RunManifest {
  const result = manifest.safeParse(value);
  if (result.success) {
    return result.data;
  }
  throw new InputError(result.error.issues.map((issue) => schemaProblem(place, issue, value)));
}
