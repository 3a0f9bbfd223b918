import { join } from "node:path";
import { createNoiseProbe } from "../machine/noise-probe.ts";
import { runHook } from "../packages/run-hook.ts";
import { environmentsOf } from "../plan/order.ts";
import type { Plan } from "../plan/plan.ts";
import type { Variant } from "../plan/variant.ts";
import { measure } from "../run/measure.ts";
import type { Measuring } from "../run/measuring.ts";
import { preparedKey } from "../run/prepared-key.ts";
import { firstMissing, plannedInvocations } from "../run/progress-made.ts";
import type { RunEvent } from "../run/run-event.ts";
import type { StoppingRule } from "../run/stopping-rule.ts";
import { endsEnvironment } from "../samples/recorded-environment.ts";
import { samplesFile } from "../samples/run-directory.ts";
import type { NotMeasured, RunManifest, RunState } from "../samples/run-manifest.ts";
import { openSampleWriter } from "../samples/writer.ts";
import type { Target } from "../targets/target.ts";
import { garbageCollector } from "./collect-garbage.ts";
import type { Host } from "./host.ts";
import type { OpenRun } from "./open-run.ts";
import type { Output } from "./output.ts";
import type { PreparedVariants } from "./prepare-variants.ts";
import { Progress } from "./progress.ts";
import type { Spending } from "./spending.ts";

/** How measuring ended, and what was left out on the way. */
export interface Measured {
  readonly state: RunState;
  readonly notMeasured: readonly NotMeasured[];
  /** Number of blocks up to the last of which something was recorded now; 0 where nothing was. */
  readonly blocks: number;
}

/** What measuring needs of the command around it. */
export interface MeasuringContext {
  readonly run: OpenRun;
  readonly target: Target;
  readonly prepared: PreparedVariants;
  readonly maxTimeMs?: number | undefined;
  /** Where samples cost money; has heard of all that is on record. */
  readonly spending?: Spending | undefined;
  /** Has heard of all that is on record. */
  readonly stopping?: StoppingRule | undefined;
  readonly signal: AbortSignal;
  /** Throws once everything was ended at once; what an ended environment gave is then not recorded. */
  readonly throwIfStopped: () => void;
  /** Called before an environment that has ended is recorded; when it throws, the environment is not. */
  readonly beforeRecord: () => Promise<void>;
  readonly host: Host;
  readonly output: Output;
}

/** Runs the measuring loop and records each environment when it has ended. */
export async function measureAndRecord(context: MeasuringContext): Promise<Measured> {
  const { run, output, host } = context;
  const notMeasured: NotMeasured[] = [];
  let state: RunState = "running";
  let blocks = 0;
  const progress = new Progress(output, host.clock, samplesLeft(run, context.prepared));
  await using writer = await openSampleWriter(join(run.directory, samplesFile));
  for await (const event of measure(measuringOf(context))) {
    context.throwIfStopped();
    switch (event.type) {
      case "environment":
        await context.beforeRecord();
        await writer.appendEnvironment(event.samples);
        context.spending?.settle(event.planned.variant);
        context.spending?.add(event.samples);
        blocks = Math.max(blocks, event.planned.block + 1);
        progress.advance(event.samples.length + neverTaken(event), event.planned.variant.id);
        break;
      case "variant-ended":
        progress.leaveOut(samplesLeft(run, context.prepared, event));
        output.note(describeEnd(event, run.manifest));
        break;
      case "target-lost":
        output.warn(describeLoss(event));
        break;
      case "scenario-ended":
        notMeasured.push(...leftOut(run.plan, event));
        break;
      case "ended":
        state = event.how;
        break;
      default:
        event satisfies never;
    }
  }
  progress.end();
  if (state === "limited" && context.spending?.isRefusing === true) {
    const spent = context.spending.spentUsd.toFixed(4);
    output.warn(`measuring ended: another environment could pass --max-cost ($${spent} spent)`);
  }
  return { state, notMeasured, blocks };
}

function measuringOf(context: MeasuringContext): Measuring {
  const { run, target, host, signal } = context;
  const deadlineMs = context.maxTimeMs === undefined ? undefined : host.clock.nowMs() + context.maxTimeMs;
  return {
    plan: run.plan,
    target,
    prepared: context.prepared.prepared,
    made: run.made,
    stopping: context.stopping,
    mayBegin: context.spending && (({ variant }) => context.spending?.reserve(variant) ?? true),
    firstEnvironment: run.firstEnvironment,
    segment: run.manifest.segments.length - 1,
    clock: host.clock,
    noise: createNoiseProbe(host.clock),
    collectGarbage: garbageCollector(),
    runHook: (command, folder) => runHook({ command, folder, environment: host.environment, signal }),
    signal,
    deadlineMs,
  };
}

/** Samples that the plan wants and the record lacked; or those of one variant from a block on. */
function samplesLeft(
  { plan, made }: OpenRun,
  { prepared }: PreparedVariants,
  part?: { readonly variant: Variant; readonly blocks: number },
): number {
  let count = 0;
  const variants = part === undefined ? plan.variants : [part.variant];
  for (const planned of environmentsOf({ ...plan, variants })) {
    const from = planned.block < (part?.blocks ?? 0) ? undefined : firstMissing(planned, made);
    if (from !== undefined && prepared.has(preparedKey(planned))) {
      count += plannedInvocations(planned.variant) - from;
    }
  }
  return count;
}

/** Invocations that were planned of an environment that has ended before them. */
function neverTaken({ planned, samples }: Extract<RunEvent, { type: "environment" }>): number {
  const last = samples.at(-1);
  return last !== undefined && endsEnvironment(last)
    ? plannedInvocations(planned.variant) - (last.invocation + 1)
    : 0;
}

function describeEnd(
  { variant, blocks }: Extract<RunEvent, { type: "variant-ended" }>,
  { stopping, baseline }: RunManifest,
): string {
  const coldStarts = Math.max(0, blocks - variant.samples.warmupBlocks);
  const why = stopping?.until === "precise" ? "precise enough" : "decided";
  return `${variant.id}: ${why} after ${coldStarts} cold starts${baseline === undefined ? "" : " a side"}`;
}

function describeLoss({ reason, hint }: Extract<RunEvent, { type: "target-lost" }>): string {
  return `measuring ends here: ${reason}${hint === undefined ? "" : `\n  ${hint}`}`;
}

function leftOut(plan: Plan, event: Extract<RunEvent, { type: "scenario-ended" }>): NotMeasured[] {
  const reason =
    event.why.kind === "max-time"
      ? "ended early: the scenario's samples.maxTime was used up"
      : event.why.message;
  const kind = event.why.kind === "max-time" ? "limit" : "preparation";
  return plan.variants
    .filter((variant) => variant.scenario === event.scenario)
    .map((variant) => ({ variant: variant.id, kind, reason }));
}
