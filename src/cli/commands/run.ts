import { resolve } from "node:path";
import { readManifest } from "../../samples/run-directory.ts";
import { type ExitCode, exitCode } from "../exit-codes.ts";
import { reportAgain } from "../finish-run.ts";
import { gateExitCode, wantedGate } from "../gate.ts";
import { currentHost, type Host } from "../host.ts";
import { openNewRun, openResumedRun } from "../open-run.ts";
import { type RawOptions, type RunOptions, runOptions } from "../options.ts";
import type { Output } from "../output.ts";
import { performRun } from "../perform-run.ts";
import { printResult } from "../print-result.ts";
import { sweep } from "../sweep.ts";

/** `thaw run`: plan, measure, record, report. */
export async function runCommand(
  paths: readonly string[],
  raw: RawOptions,
  output: Output,
): Promise<ExitCode> {
  const options = runOptions(paths, raw);
  await refuseGate(options, currentHost());
  const host = currentHost();
  await sweep(host, output);
  if (options.resume !== undefined && (await isComplete(options.resume, host))) {
    const finished = await reportAgain(resolve(host.cwd, options.resume), options.failOn);
    printResult(finished, host.cwd, output);
    return finished.gate === undefined ? exitCode.done : gateExitCode(finished.gate);
  }
  const run =
    options.resume === undefined
      ? await openNewRun(paths, options, host)
      : await openResumedRun(options.resume, host, output);
  const finished = await performRun(run, options, host, output);
  printResult(finished, host.cwd, output);
  return finished.code;
}

/** Before anything is measured: what there is no baseline for cannot fail a run. @throws InputError. */
async function refuseGate({ failOn, baseline, resume }: RunOptions, { cwd }: Host): Promise<void> {
  const known = resume === undefined ? baseline : (await readManifest(resolve(cwd, resume))).baseline;
  wantedGate(failOn, known !== undefined);
}

async function isComplete(path: string, host: Host): Promise<boolean> {
  return (await readManifest(resolve(host.cwd, path))).state === "complete";
}
