import { resolve } from "node:path";
import type { LogSource } from "../../log-exports/open-log.ts";
import { type ExitCode, exitCode } from "../exit-codes.ts";
import { currentHost } from "../host.ts";
import { importRun } from "../import-run.ts";
import { readText, warningsOf } from "../import-text.ts";
import { importOptions, type RawOptions } from "../options.ts";
import type { Output } from "../output.ts";
import { printResult } from "../print-result.ts";
import { SlowProgress } from "../slow-progress.ts";
import { listenForStop } from "../stop-signals.ts";

/**
 * `thaw import`: a run directory of the REPORT lines of any log export. Invocations that failed are samples like others: they do
 * not decide the exit code. @throws InputError when nothing could be read; StoppedAtOnce.
 */
export async function importCommand(
  files: readonly string[],
  raw: RawOptions,
  output: Output,
): Promise<ExitCode> {
  const { out } = importOptions(raw);
  const host = currentHost();
  const sources = files.map(
    (name): LogSource => (name === "-" ? { name } : { name, path: resolve(host.cwd, name) }),
  );
  const progress = new SlowProgress(output, host.clock);
  const stop = listenForStop(output, "stopping; nothing of this import is kept; once more to stop at once");
  try {
    const request = { sources, out, stdin: process.stdin };
    const { finished, files: read, tally } = await importRun(request, host, stop, progress);
    progress.end();
    output.note(readText(read, tally));
    for (const warning of warningsOf(tally)) {
      output.warn(warning);
    }
    printResult(finished, host.cwd, output);
    return exitCode.done;
  } finally {
    progress.end();
    stop.dispose();
  }
}
