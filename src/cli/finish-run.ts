import { writeManifest } from "../samples/run-directory.ts";
import type { RunManifest } from "../samples/run-manifest.ts";
import type { Comparison, FailOn, Gate } from "../statistics/comparison.ts";
import { gateOf, type PlainRun } from "../statistics/gate.ts";
import type { JudgedRun } from "../statistics/judge-run.ts";
import { plainRun } from "../statistics/plain-run.ts";
import type { Summary } from "../statistics/summary.ts";
import { type AnalysedRun, analyseRun, writeDerivedFiles } from "./analysed-run.ts";
import { type ExitCode, exitCode, worstExitCode } from "./exit-codes.ts";
import { gateExitCode, hasGate, wantedGate } from "./gate.ts";
import type { Host } from "./host.ts";
import type { Measured } from "./measure-and-record.ts";
import type { OpenRun } from "./open-run.ts";

/** A run with its reports on disk. */
export interface FinishedRun {
  readonly directory: string;
  readonly manifest: RunManifest;
  readonly summary: Summary;
  readonly judged: JudgedRun;
  readonly failOn: FailOn;
  /** Absent where nothing can gate. */
  readonly gate?: Gate | undefined;
  readonly code: ExitCode;
}

/** What is known when measuring has ended. */
export interface RunOutcome {
  readonly run: OpenRun;
  readonly manifest: RunManifest;
  readonly measured: Measured;
  /** A scenario's `conclude` failed. */
  readonly hookFailed: boolean;
  /** 130 or 143 when a signal came. */
  readonly stopCode: ExitCode | undefined;
  readonly failOn?: FailOn | undefined;
  readonly host: Host;
}

/** Closes the manifest, writes every derived file, and decides the exit code. */
export async function finishRun(outcome: RunOutcome): Promise<FinishedRun> {
  const { directory } = outcome.run;
  await writeManifest(directory, closedManifest(outcome));
  const finished = await reportAgain(directory, outcome.failOn, outcome.stopCode);
  const { code } = finished;
  return outcome.hookFailed ? { ...finished, code: worstExitCode([code, exitCode.incomplete]) } : finished;
}

/** Rebuilds the reports of a run that is on disk as it stands. */
export async function reportAgain(
  directory: string,
  wanted?: FailOn,
  stopCode?: ExitCode,
): Promise<FinishedRun> {
  const run = await analyseRun(directory);
  await writeDerivedFiles(run);
  const { manifest, analysis, judged } = run;
  const { summary } = analysis;
  const failOn = wantedGate(wanted, manifest.baseline !== undefined);
  const gate = hasGate(manifest) ? gateOf(gatedBy(run), failOn) : undefined;
  const codes = [
    runExitCode(manifest, summary, stopCode),
    ...(gate === undefined ? [] : [gateExitCode(gate)]),
  ];
  return { directory, manifest, summary, judged, failOn, gate, code: worstExitCode(codes) };
}

function gatedBy({ manifest, values, judged }: AnalysedRun): Comparison | PlainRun {
  return judged.comparison ?? plainRun(manifest, values, judged.budgets);
}

function closedManifest({ manifest, measured, host }: RunOutcome): RunManifest {
  const endedAt = host.clock.date().toISOString();
  const segments = manifest.segments.map((segment, index, all) =>
    index === all.length - 1 ? { ...segment, endedAt } : segment,
  );
  const notMeasured = [...manifest.notMeasured, ...measured.notMeasured];
  const { state } = measured;
  return { ...manifest, state, endedAt, segments, notMeasured, ...cutsOf(manifest, measured) };
}

/** What is reported of a run that is not complete has been looked at: a resumed run is judged with that in mind. */
function cutsOf({ cuts = [] }: RunManifest, { state, blocks }: Measured): Pick<RunManifest, "cuts"> {
  return state === "complete" || blocks === 0 ? {} : { cuts: [...new Set([...cuts, blocks])] };
}

function runExitCode(manifest: RunManifest, summary: Summary, stopCode: ExitCode | undefined): ExitCode {
  const failed = summary.variants.some(
    (variant) => variant.failedCold + variant.failedWarm + variant.failedWarmup > 0,
  );
  const incomplete =
    failed || manifest.state === "limited" || manifest.notMeasured.some(({ kind }) => kind !== "unavailable");
  return worstExitCode([
    ...(stopCode === undefined ? [] : [stopCode]),
    ...(manifest.state === "lost" ? [exitCode.unavailable] : []),
    ...(incomplete ? [exitCode.incomplete] : []),
  ]);
}
