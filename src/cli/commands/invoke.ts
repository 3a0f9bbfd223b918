import { setTimeout as wait } from "node:timers/promises";
import { createPlan } from "../../plan/create-plan.ts";
import type { Variant } from "../../plan/variant.ts";
import {
  formatEndLine,
  formatPlatformLine,
  formatReportLine,
  formatStartLine,
} from "../../report-lines/format.ts";
import { loadScenarios } from "../../scenario/load.ts";
import {
  LostError,
  messageOf,
  PreparationError,
  TargetError,
  UnavailableError,
} from "../../shared/errors.ts";
import { outOfMeans } from "../../shared/out-of-means.ts";
import type { Answer, Target } from "../../targets/target.ts";
import { chooseTarget, wantedTarget } from "../choose-target.ts";
import { type ExitCode, exitCode } from "../exit-codes.ts";
import { currentHost } from "../host.ts";
import { loadTarget } from "../load-target.ts";
import { newRunId } from "../new-run-id.ts";
import { images, lambdaFlags, list, type RawOptions, runtimeBinaries, text } from "../options.ts";
import type { Output } from "../output.ts";
import { plannedRegions } from "../planned-regions.ts";
import { showImages } from "../show-images.ts";
import { listenForStop, type StopSignals } from "../stop-signals.ts";
import { sweep } from "../sweep.ts";

/** What was written last may still be on its way through a pipe. */
const pipeMs = 20;

/** What one invocation gave. */
interface Invoked {
  readonly variant: Variant;
  readonly answer: Answer;
  /** All of it. */
  readonly log: string;
  readonly parts: LogParts;
}

/** A log by when it was written; what was cut out of the middle of a long one belongs to the invocation. */
interface LogParts {
  readonly init: string;
  readonly invocation: string;
  readonly end: string;
}

/**
 * `thaw invoke`: one cold invocation of the first variant that the filters leave, with its log and REPORT line.
 * @throws InputError; UnavailableError, also when the target went away.
 */
export async function invokeCommand(scenario: string, raw: RawOptions, output: Output): Promise<ExitCode> {
  const host = currentHost();
  const binaries = runtimeBinaries(raw);
  await sweep(host, output);
  const scenarios = await loadScenarios([scenario], host.environment, host.cwd);
  const wanted = wantedTarget(text(raw.target), scenarios, host.platform);
  const plan = createPlan(scenarios, {
    filters: list(raw.filter),
    hostArchitecture: host.architecture,
    regions: plannedRegions(wanted, lambdaFlags(raw).functionArn),
  });
  const named = images(raw);
  const { name } = await chooseTarget(wanted, plan.variants.slice(0, 1), named, host);
  const request = {
    scenarioFiles: [],
    filters: [],
    runtimeBinaries: binaries,
    allowUnavailable: false,
    images: named,
    allowUnfaithful: raw.allowUnfaithful === true,
    ...lambdaFlags(raw),
  };
  const making = { fetch: text(raw.target) === "docker", onProgress: showImages(output) };
  const runId = newRunId(host);
  const target = await loadTarget({ target: name, request, runId }, host, making);
  const stop = listenForStop(output);
  stop.onSecond(async () => {
    await target.abort();
    await target.dispose();
  });
  try {
    const invoked = await Promise.race([invokeFirst(target, plan.variants, stop, output), stop.atOnce]);
    (output.json ? printJson : printText)(invoked, output);
    return stop.code() ?? (invoked.answer.observation.status === "ok" ? exitCode.done : exitCode.incomplete);
  } catch (error) {
    if (error instanceof PreparationError || error instanceof TargetError) {
      output.warn(error.hint === undefined ? error.message : `${error.message}\n  ${error.hint}`);
      return stop.code() ?? exitCode.incomplete;
    }
    throw error;
  } finally {
    await target.dispose();
    stop.dispose();
  }
}

async function invokeFirst(
  target: Target,
  [variant, ...others]: readonly Variant[],
  stop: StopSignals,
  output: Output,
): Promise<Invoked> {
  if (variant === undefined) {
    throw new Error("a plan without variants");
  }
  if (others.length > 0) {
    output.note(`first of ${others.length + 1} variants; choose another with --filter`);
  }
  const prepared = await target.prepare(variant, undefined, stop.signal);
  const environment = await prepared.start().catch(refuseOrFail);
  const started = environment.log();
  const answer = await environment.invoke(Buffer.from(variant.event.json)).catch(refuseOrFail);
  await wait(pipeMs);
  const invoked = environment.log();
  await environment.stop();
  const log = environment.log();
  return { variant, answer, log, parts: partsOf(started, invoked, log) };
}

/** What a run would take again or put on record as the target's failure: here it ends the command. */
function refuseOrFail(error: unknown): never {
  if (error instanceof LostError) {
    throw new UnavailableError(error.message, "try it again", { cause: error });
  }
  if (error instanceof UnavailableError) {
    throw error;
  }
  throw outOfMeans(error) ?? new TargetError(`target-error: ${messageOf(error)}`, { cause: error });
}

function partsOf(started: string, invoked: string, all: string): LogParts {
  const init = invoked.startsWith(started) ? started : "";
  const known = all.startsWith(invoked) ? invoked : all;
  return { init, invocation: known.slice(init.length), end: all.slice(known.length) };
}

function printText({ variant, answer, parts }: Invoked, output: Output): void {
  const { requestId, observation } = answer;
  const lines = [
    parts.init.trimEnd(),
    ...platformLines(answer),
    formatStartLine(requestId),
    parts.invocation.trimEnd(),
    formatEndLine(requestId),
    reportLine(variant, answer).trimEnd(),
    parts.end.trimEnd(),
  ];
  output.note(variant.id);
  output.result(answerText(answer));
  output.result(`\n${lines.filter((line) => line !== "").join("\n")}`);
  if (observation.error !== undefined) {
    output.warn(`${observation.status}: ${observation.error.type}: ${observation.error.message}`);
  }
}

/** What Lambda's log has of init, of extensions and of a restore. */
function platformLines({ events = [] }: Answer): readonly string[] {
  return events.map(formatPlatformLine).filter((line) => line !== undefined);
}

function answerText({ body }: Answer): string {
  return body === undefined ? "(no answer)" : Buffer.from(body).toString("utf8");
}

function printJson({ variant, answer, log }: Invoked, output: Output): void {
  const { observation, requestId } = answer;
  const report = reportLine(variant, answer).trimEnd();
  output.data(
    JSON.stringify(
      {
        variant: variant.id,
        requestId,
        answer: answerText(answer),
        observation,
        log,
        report,
        xrayCause: answer.xrayCause === undefined ? undefined : JSON.parse(answer.xrayCause),
        events: answer.events,
      },
      null,
      2,
    ),
  );
}

/** As Lambda writes it: an error that the runtime itself reported leaves no trace in the line. */
function ending({ status, error }: Answer["observation"]) {
  switch (status) {
    case "timeout":
      return { status: "timeout" as const };
    case "crash":
    case "init-error":
    case "out-of-memory":
      return { status: "error" as const, errorType: error?.type };
    default:
      return {};
  }
}

function reportLine(variant: Variant, { requestId, observation }: Answer): string {
  return formatReportLine({
    requestId,
    durationMs: observation.durationMs ?? 0,
    billedMs: observation.billedMs,
    memoryMb: variant.memoryMb,
    maxMemoryMb: observation.maxMemoryMb,
    initMs: observation.restoreMs === undefined ? observation.initMs : undefined,
    restoreMs: observation.restoreMs,
    ...ending(observation),
  });
}
