import type { ExitCode } from "../exit-codes.ts";
import { currentHost } from "../host.ts";
import { openNewRun, openResumedRun } from "../open-run.ts";
import { type RawOptions, runOptions } from "../options.ts";
import type { Output } from "../output.ts";
import { performRun } from "../perform-run.ts";
import { printResult } from "../print-result.ts";
import { sweep } from "../sweep.ts";

/** `thaw run`: plan, measure, record, report. */
export async function runCommand(paths: readonly string[], raw: RawOptions, output: Output): Promise<ExitCode> {
  const options = runOptions(paths, raw);
  const host = currentHost();
  await sweep(host, output);
  const run =
    options.resume === undefined
      ? await openNewRun(paths, options, host)
      : await openResumedRun(options.resume, host, output);
  const finished = run.earlier?.state === "complete" ? await reportAgain(run) : await performRun(run, options, host, output);
  printResult(finished, host.cwd, output);
  return finished.code;
}
