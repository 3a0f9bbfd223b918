import { rm } from "node:fs/promises";
import { join, resolve } from "node:path";
import { readGitState } from "../machine/git.ts";
import { readHostFacts } from "../machine/host-facts.ts";
import { findSandboxNames, unresolved } from "../machine/sandbox-names.ts";
import type { Baseline } from "../packages/find-baseline.ts";
import { createPlan } from "../plan/create-plan.ts";
import { variantFacts } from "../plan/facts.ts";
import type { Plan } from "../plan/plan.ts";
import type { ProgressMade } from "../run/progress-made.ts";
import { cutTornTail, scanSamples } from "../samples/reader.ts";
import { createRunDirectory, readManifest, samplesFile, writeManifest } from "../samples/run-directory.ts";
import {
  formatVersion,
  type HostFacts,
  type RunManifest,
  type RunRequest,
  type Segment,
} from "../samples/run-manifest.ts";
import { loadScenarios } from "../scenario/load.ts";
import type { Scenario } from "../scenario/scenario.ts";
import { baselineFacts, baselineRequest, recordedBaseline, sidesOf, wantedBaseline } from "./baseline.ts";
import { warnOfChangedRules } from "./changed-rules.ts";
import { chooseTarget, wantedTarget } from "./choose-target.ts";
import type { Host } from "./host.ts";
import { namedScenarios } from "./named-scenarios.ts";
import { newRunId } from "./new-run-id.ts";
import type { RunOptions } from "./options.ts";
import type { Output } from "./output.ts";
import { ownPrices } from "./own-prices.ts";
import { plannedRegions } from "./planned-regions.ts";
import { refuseFlagsOfAws } from "./refuse-flags-of-aws.ts";
import { refuseChangedPlan } from "./resume-check.ts";
import { stoppingFacts, unusedPrecision } from "./stopping.ts";
import { harnessVersion } from "./version.ts";
import { watchedMeasures } from "./watched.ts";

/** A run directory with its plan, new or taken up again. */
export interface OpenRun {
  readonly directory: string;
  readonly plan: Plan;
  /** Given where the run has two sides. */
  readonly baseline?: Baseline | undefined;
  /** As on disk; its last segment is the one that begins now. */
  readonly manifest: RunManifest;
  /** The manifest as it was before, in a resumed run. */
  readonly earlier?: RunManifest | undefined;
  readonly made: ProgressMade;
  readonly firstEnvironment: number;
}

/** Plans a new run and creates its directory. @throws InputError, UnavailableError. */
export async function openNewRun(
  paths: readonly string[],
  options: RunOptions,
  host: Host,
): Promise<OpenRun> {
  const prices = await ownPrices(options.prices, host);
  const scenarios = await namedScenarios(paths, host);
  const wanted = wantedTarget(options.target, scenarios, host.platform);
  if (wanted !== "lambda") {
    const { endpoint, functionArn, keep } = options;
    refuseFlagsOfAws([], { endpoint, function: functionArn, keep: keep || undefined }, wanted);
  }
  const baseline = await wantedBaseline(options.baseline, scenarios, host);
  const plan = createPlan(scenarios, {
    ...options,
    hostArchitecture: host.architecture,
    regions: plannedRegions(wanted, options.functionArn),
    sides: sidesOf(baseline),
  });
  const target = await chooseTarget(wanted, plan.variants, options.images, host);
  const stopping = stoppingFacts(plan, options.until);
  const watched = baseline && watchedMeasures(options.watch, plan.variants.map(variantFacts), target.name);
  const runId = newRunId(host);
  const directory = resolve(host.cwd, options.out ?? join("results", runId));
  const startedAt = host.clock.date().toISOString();
  const git = await readGitState(scenarios[0]?.folder ?? host.cwd);
  await createRunDirectory(directory);
  const manifest: RunManifest = {
    formatVersion,
    harnessVersion,
    runId,
    state: "running",
    target: target.name,
    ...(target.reason === undefined ? {} : { targetReason: target.reason }),
    startedAt,
    seed: plan.seed,
    planDigest: plan.digest,
    blocks: plan.blocks,
    request: {
      ...requestOf(scenarios, options, host),
      ...baselineRequest(baseline, options.measureIdentical),
    },
    variants: plan.variants.map(variantFacts),
    notMeasured: [],
    limitations: [],
    notYetUsed: [...plan.notYetUsed, ...unusedPrecision(plan)],
    segments: [await beginSegment(host, plan)],
    rules: plan.scenarios.map(({ rules }) => rules),
    ...(baseline === undefined ? {} : { baseline: baselineFacts(baseline), watched }),
    ...(stopping === undefined ? {} : { stopping }),
    ...(prices === undefined ? {} : { prices }),
    ...git,
  };
  try {
    await writeManifest(directory, manifest);
  } catch (error) {
    await rm(directory, { recursive: true });
    throw error;
  }
  return { directory, plan, baseline, manifest, made: new Map(), firstEnvironment: 0 };
}

/** Takes up an unfinished run: plans it again, refuses what changed, cuts a torn tail. @throws InputError. */
export async function openResumedRun(path: string, host: Host, output: Output): Promise<OpenRun> {
  const directory = resolve(host.cwd, path);
  const earlier = await readManifest(directory);
  const scenarios = await loadScenarios(earlier.request.scenarioFiles, host.environment, host.cwd);
  wantedTarget(earlier.target, scenarios, host.platform);
  const baseline = await recordedBaseline(path, earlier, host);
  const plan = createPlan(scenarios, {
    ...earlier.request,
    seed: earlier.seed,
    hostArchitecture: host.architecture,
    regions: plannedRegions(earlier.target, earlier.request.functionArn),
    sides: sidesOf(baseline),
  });
  refuseChangedPlan(path, earlier, plan);
  warnOfChangedRules(earlier, plan, output);
  const file = join(directory, samplesFile);
  const cutBytes = await cutTornTail(file);
  if (cutBytes > 0) {
    output.warn(`${samplesFile}: cut ${cutBytes} bytes of an environment that was not recorded whole`);
  }
  const scan = await scanSamples(file);
  const manifest: RunManifest = {
    ...earlier,
    state: "running",
    segments: [...earlier.segments, await beginSegment(host, plan)],
  };
  return {
    directory,
    plan,
    baseline,
    manifest,
    earlier,
    made: scan.environments,
    firstEnvironment: scan.nextEnvironment,
  };
}

async function beginSegment(host: Host, plan: Plan): Promise<Segment> {
  const startedAt = host.clock.date().toISOString();
  return { startedAt, harnessVersion, host: { ...readHostFacts(), ...(await sandboxNamesFor(plan)) } };
}

/** Extensions are in layers: without any, no resolver is asked for names that nobody uses. */
async function sandboxNamesFor({ variants }: Plan): Promise<Pick<HostFacts, "unresolvedSandboxNames">> {
  return variants.some(({ layers }) => layers.sources.length > 0)
    ? { unresolvedSandboxNames: unresolved(await findSandboxNames()) }
    : {};
}

function requestOf(scenarios: readonly Scenario[], options: RunOptions, host: Host): RunRequest {
  const { filters, cold, warm, allowUnavailable } = options;
  const runtimeBinaries = Object.fromEntries(
    Object.entries(options.runtimeBinaries).map(([id, path]) => [id, resolve(host.cwd, path)]),
  );
  const scenarioFiles = scenarios.map((scenario) => scenario.file);
  return {
    scenarioFiles,
    filters,
    cold,
    warm,
    runtimeBinaries,
    allowUnavailable,
    ...(Object.keys(options.images).length === 0 ? {} : { images: options.images }),
    ...(options.allowUnfaithful ? { allowUnfaithful: true } : {}),
    ...(options.endpoint === undefined ? {} : { endpoint: options.endpoint }),
    ...(options.functionArn === undefined ? {} : { functionArn: options.functionArn }),
  };
}
