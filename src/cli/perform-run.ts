import { rm } from "node:fs/promises";
import { join } from "node:path";
import { runHook } from "../packages/run-hook.ts";
import { variantFacts } from "../plan/facts.ts";
import type { PlannedHooks } from "../plan/plan.ts";
import { readEnvironments } from "../samples/read-environments.ts";
import { samplesFile, writeManifest } from "../samples/run-directory.ts";
import type { RunManifest, Segment } from "../samples/run-manifest.ts";
import { messageOf, UnavailableError } from "../shared/errors.ts";
import type { Target } from "../targets/target.ts";
import { announce, announceIdentical, announceMissing, describeAll } from "./announce-run.ts";
import { exitCode, worstExitCode } from "./exit-codes.ts";
import { type FinishedRun, finishRun } from "./finish-run.ts";
import type { Host } from "./host.ts";
import { loadTarget } from "./load-target.ts";
import { measureAndRecord } from "./measure-and-record.ts";
import { openBaseline } from "./open-baseline.ts";
import type { OpenRun } from "./open-run.ts";
import type { RunOptions } from "./options.ts";
import type { Output } from "./output.ts";
import { type PreparedVariants, prepareVariants } from "./prepare-variants.ts";
import { pricesFor } from "./prices-for.ts";
import { refuseStandingCost } from "./refuse-standing-cost.ts";
import { refuseChangedCode, refuseChangedEngine } from "./resume-check.ts";
import { type Redact, redactor } from "./secrets.ts";
import { showImages } from "./show-images.ts";
import { Spending } from "./spending.ts";
import { listenForStop, type StopSignals } from "./stop-signals.ts";
import { openStopping } from "./stopping.ts";

/**
 * Prepares, measures and reports an opened run, and removes what preparing made, whatever happens.
 * @throws UnavailableError when a runtime is missing that was asked for; InputError when resumed code, or
 * the way of its engine, has changed.
 */
export async function performRun(
  run: OpenRun,
  options: RunOptions,
  host: Host,
  output: Output,
): Promise<FinishedRun> {
  const stop = listenForStop(output);
  // Only where containers were asked for by name is anything fetched.
  const images = { fetch: options.target === "docker", onProgress: showImages(output) };
  const target = await loadTarget(run.manifest, host, images, options.keep);
  stop.onSecond(async () => {
    await target.abort();
    await target.dispose();
  });
  let finished: FinishedRun | undefined;
  let isGone = false;
  try {
    finished = await Promise.race([performOn(target, run, options, stop, host, output), stop.atOnce]);
  } finally {
    isGone = await disposed(target, output);
    stop.dispose();
  }
  return isGone ? finished : { ...finished, code: worstExitCode([finished.code, exitCode.unavailable]) };
}

/** Removes what preparing made; what could not be is said, and loses no result. */
async function disposed(target: Target, output: Output): Promise<boolean> {
  try {
    await target.dispose();
    return true;
  } catch (error) {
    if (!(error instanceof UnavailableError)) {
      throw error;
    }
    output.warn(error.hint === undefined ? error.message : `${error.message}\n  ${error.hint}`);
    return false;
  }
}

async function performOn(
  target: Target,
  run: OpenRun,
  options: RunOptions,
  stop: StopSignals,
  host: Host,
  output: Output,
): Promise<FinishedRun> {
  const redact = redactor(run.manifest.request.scenarioFiles, host.environment);
  announce(run, output);
  const { prepared, manifest } = await prepareRun(target, run, options, stop, redact, host, output);
  await writeManifest(run.directory, manifest);
  announceMissing(manifest, output);
  announceIdentical(run, prepared, output);
  const { signal } = stop;
  const measured = await measureAndRecord({
    run,
    target,
    prepared,
    maxTimeMs: options.maxTimeMs,
    spending: await openSpending(run, options, host),
    stopping: await openStopping(manifest, join(run.directory, samplesFile)),
    signal,
    throwIfStopped: stop.throwIfStopped,
    beforeRecord: noteEngine(run, manifest, target),
    host,
    output,
  });
  // Cleaning up is wanted after a first Ctrl-C, too; the second ends it with the rest.
  const concluding = new AbortController();
  stop.onSecond(async () => {
    concluding.abort();
    await target.dispose();
  });
  const failedHooks = await runHooks(run, "conclude", concluding.signal, redact, host, output);
  stop.throwIfStopped();
  // From here on a second signal comes too late: half a report helps nobody.
  stop.onSecond(() => new Promise(() => {}));
  return finishRun({
    run,
    manifest: {
      ...manifest,
      limitations: target.limitations,
      segments: withEngine(manifest.segments, target),
    },
    measured,
    hookFailed: failedHooks.size > 0,
    stopCode: stop.code(),
    failOn: options.failOn,
    host,
  });
}

/** Where samples cost money: what those on record have cost. */
async function openSpending(
  { directory, plan, manifest }: OpenRun,
  { maxCostUsd }: RunOptions,
  host: Host,
): Promise<Spending | undefined> {
  if (manifest.target !== "lambda") {
    return undefined;
  }
  const spending = new Spending(maxCostUsd, plan.variants, (variant) => pricesFor(variant, host));
  for await (const { samples } of readEnvironments(join(directory, samplesFile))) {
    spending.add(samples);
  }
  return spending;
}

interface PreparedRun {
  readonly prepared: PreparedVariants;
  readonly manifest: RunManifest;
}

/** Prepares every variant; when the run is refused after all, a new run directory is taken away again. */
async function prepareRun(
  target: Target,
  run: OpenRun,
  options: RunOptions,
  stop: StopSignals,
  redact: Redact,
  host: Host,
  output: Output,
): Promise<PreparedRun> {
  const { signal } = stop;
  try {
    if (target.name === "lambda") {
      refuseStandingCost(run.plan, options, host);
    }
    const failedHooks = await runHooks(run, "prepare", signal, redact, host, output);
    const prepared = await prepareAll(target, run, failedHooks, stop, redact, host, output);
    const manifest = preparedManifest(run, prepared, target);
    refuseUnavailable(run, prepared, options, signal);
    if (run.earlier !== undefined && !signal.aborted) {
      refuseChangedCode(run.directory, run.earlier, manifest.variants);
      refuseChangedEngine(run.directory, run.earlier, target.engine);
    }
    return { prepared, manifest };
  } catch (error) {
    if (run.earlier === undefined) {
      await rm(run.directory, { recursive: true });
    }
    throw error;
  } finally {
    output.status("");
  }
}

/** Prepares every side; a baseline's checkout is there only for as long as that takes. */
async function prepareAll(
  target: Target,
  run: OpenRun,
  failedHooks: ReadonlyMap<string, string>,
  stop: StopSignals,
  redact: Redact,
  host: Host,
  output: Output,
): Promise<PreparedVariants> {
  const { plan, manifest } = run;
  const { signal } = stop;
  const measureIdentical = manifest.request.measureIdentical === true;
  const preparing = { plan, measureIdentical, failedHooks, target, signal, redact, output };
  if (run.baseline === undefined || signal.aborted) {
    return prepareVariants(preparing);
  }
  const opening = openBaseline(run.baseline, plan, signal, redact, host, output);
  stop.onSecond(async () => {
    await target.abort();
    await target.dispose();
    await (await opening)?.remove();
  });
  const baseline = await opening;
  try {
    return await prepareVariants({ ...preparing, baseline });
  } finally {
    await baseline?.remove();
  }
}

/** The manifest with what preparing found out; facts of an earlier segment stay where nothing new is known. */
function preparedManifest(run: OpenRun, prepared: PreparedVariants, target: Target): RunManifest {
  const variants = run.plan.variants.map((variant) => {
    const earlier = run.earlier?.variants.find(({ id }) => id === variant.id)?.prepared ?? [];
    return { ...variantFacts(variant), prepared: prepared.facts.get(variant.id) ?? earlier };
  });
  const { limitations } = target;
  const segments = withEngine(run.manifest.segments, target);
  return { ...run.manifest, variants, notMeasured: prepared.notMeasured, limitations, segments };
}

/**
 * By what an engine gives the CPU share is known when an environment had it: noted at once, so that it is known of a run that is
 * killed, too; refused in a resumed run that began otherwise.
 */
function noteEngine(run: OpenRun, manifest: RunManifest, target: Target): () => Promise<void> {
  let noted = target.engine?.cpuShareBy;
  return async () => {
    const { engine } = target;
    if (engine?.cpuShareBy === noted) {
      return;
    }
    if (run.earlier !== undefined) {
      refuseChangedEngine(run.directory, run.earlier, engine);
    }
    await writeManifest(run.directory, { ...manifest, segments: withEngine(manifest.segments, target) });
    noted = engine?.cpuShareBy;
  };
}

/** What is known of the engine by now, in the segment under way. */
function withEngine(segments: readonly Segment[], { engine }: Target): readonly Segment[] {
  return engine === undefined
    ? segments
    : segments.map((segment, index) => (index === segments.length - 1 ? { ...segment, engine } : segment));
}

/** A runtime that is missing ends the run before anything was measured, unless it may be missing. */
function refuseUnavailable(
  run: OpenRun,
  prepared: PreparedVariants,
  options: RunOptions,
  signal: AbortSignal,
): void {
  const missing = prepared.notMeasured.filter(({ kind }) => kind === "unavailable");
  const allowed = options.allowUnavailable || run.manifest.request.allowUnavailable;
  const { size } = new Set(missing.map(({ variant }) => variant));
  if (size === 0 || signal.aborted || (allowed && size < run.plan.variants.length)) {
    return;
  }
  const hint = allowed ? undefined : "with --allow-unavailable they are left out and listed in the report";
  throw new UnavailableError(describeAll(missing), hint);
}

/** Runs one hook of every scenario; the names of scenarios whose hook failed, with the reason. */
async function runHooks(
  run: OpenRun,
  hook: keyof PlannedHooks,
  signal: AbortSignal,
  redact: Redact,
  host: Host,
  output: Output,
): Promise<ReadonlyMap<string, string>> {
  const failed = new Map<string, string>();
  for (const scenario of run.plan.scenarios) {
    const command = scenario.hooks[hook];
    if (command === undefined) {
      continue;
    }
    try {
      await runHook({ command, folder: scenario.folder, environment: host.environment, signal });
    } catch (error) {
      const message = redact(`hook ${hook}: ${messageOf(error)}`);
      failed.set(scenario.name, message);
      output.warn(`${scenario.name}: ${message}`);
    }
  }
  return failed;
}
