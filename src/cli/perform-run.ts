import { rm } from "node:fs/promises";
import { runHook } from "../packages/run-hook.ts";
import { variantFacts } from "../plan/facts.ts";
import type { PlannedHooks } from "../plan/plan.ts";
import { writeManifest } from "../samples/run-directory.ts";
import type { NotMeasured, RunManifest } from "../samples/run-manifest.ts";
import { messageOf, UnavailableError } from "../shared/errors.ts";
import type { Target } from "../targets/target.ts";
import { type FinishedRun, finishRun } from "./finish-run.ts";
import type { Host } from "./host.ts";
import { loadTarget } from "./load-target.ts";
import { measureAndRecord } from "./measure-and-record.ts";
import type { OpenRun } from "./open-run.ts";
import type { RunOptions } from "./options.ts";
import type { Output } from "./output.ts";
import { factsOf, type PreparedVariants, prepareVariants } from "./prepare-variants.ts";
import { refuseChangedCode } from "./resume-check.ts";
import { listenForStop, type StopSignals } from "./stop-signals.ts";

/**
 * Prepares, measures and reports an opened run, and removes what preparing made, whatever happens.
 * @throws UnavailableError when a runtime is missing that was asked for; InputError when resumed code has changed.
 */
export async function performRun(run: OpenRun, options: RunOptions, host: Host, output: Output): Promise<FinishedRun> {
  const stop = listenForStop(output);
  const target = await loadTarget(run.manifest, host);
  stop.onSecond(() => target.abort());
  try {
    return await performOn(target, run, options, stop, host, output);
  } finally {
    await target.dispose();
    stop.dispose();
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
  const failedHooks = await runHooks(run, "prepare", stop.signal, output);
  const prepared = await prepareVariants(run.plan, failedHooks, target, stop.signal, output);
  output.status("");
  const manifest = preparedManifest(run, prepared, target);
  await refuseUnavailable(run, prepared, options);
  if (run.earlier !== undefined && !stop.signal.aborted) {
    refuseChangedCode(run.directory, run.earlier, manifest.variants);
  }
  await writeManifest(run.directory, manifest);
  announce(manifest, output);
  const { signal } = stop;
  const measured = await measureAndRecord({ run, target, prepared, maxTimeMs: options.maxTimeMs, signal, host, output });
  await runHooks(run, "conclude", signal, output);
  return finishRun({ run, manifest, measured, stopCode: stop.code(), host, output });
}

/** The manifest with what preparing found out; facts of an earlier segment stay where nothing new is known. */
function preparedManifest(run: OpenRun, prepared: PreparedVariants, target: Target): RunManifest {
  const variants = run.plan.variants.map((variant) => {
    const earlier = run.earlier?.variants.find(({ id }) => id === variant.id)?.prepared ?? [];
    const facts = factsOf(run.plan, variant, prepared);
    return { ...variantFacts(variant), prepared: facts.length > 0 ? facts : earlier };
  });
  return { ...run.manifest, variants, notMeasured: prepared.notMeasured, limitations: target.limitations };
}

/** A runtime that is missing ends the run before anything was measured, unless it may be missing. */
async function refuseUnavailable(run: OpenRun, prepared: PreparedVariants, options: RunOptions): Promise<void> {
  const missing = prepared.notMeasured.filter(({ kind }) => kind === "unavailable");
  const allowed = options.allowUnavailable || run.manifest.request.allowUnavailable;
  if (missing.length === 0 || (allowed && missing.length < run.plan.variants.length)) {
    return;
  }
  if (run.earlier === undefined) {
    await rm(run.directory, { recursive: true });
  }
  const hint = allowed ? undefined : "with --allow-unavailable they are left out and listed in the report";
  throw new UnavailableError(missing.map(describeMissing).join("\n"), hint);
}

function describeMissing({ variant, reason, hint }: NotMeasured): string {
  return `${variant}: ${reason}${hint === undefined ? "" : `\n  ${hint}`}`;
}

function announce(manifest: RunManifest, output: Output): void {
  for (const line of manifest.notYetUsed) {
    output.note(line);
  }
  for (const missing of manifest.notMeasured) {
    output.warn(`not measured: ${describeMissing(missing)}`);
  }
}

/** Runs one hook of every scenario; the names of scenarios whose hook failed, with the reason. */
async function runHooks(
  run: OpenRun,
  hook: keyof PlannedHooks,
  signal: AbortSignal,
  output: Output,
): Promise<ReadonlyMap<string, string>> {
  const failed = new Map<string, string>();
  for (const scenario of run.plan.scenarios) {
    const command = scenario.hooks[hook];
    if (command === undefined) {
      continue;
    }
    try {
      await runHook(command, scenario.folder, signal);
    } catch (error) {
      failed.set(scenario.name, `hook ${hook}: ${messageOf(error)}`);
      output.warn(`${scenario.name}: hook ${hook}: ${messageOf(error)}`);
    }
  }
  return failed;
}
