import { checkRuntime } from "../../conformance/check-runtime.ts";
import type { ConformanceResult } from "../../conformance/conformance-result.ts";
import { conformanceJson } from "../../reports/conformance-json.ts";
import { conformanceJunit } from "../../reports/conformance-junit.ts";
import { conformanceMarkdown } from "../../reports/conformance-markdown.ts";
import { PreparationError } from "../../shared/errors.ts";
import { createProcessTarget } from "../../targets/process/process-target.ts";
import { type ConformanceCliOptions, conformanceOptions } from "../conformance-options.ts";
import { prepareSubject, readSubject } from "../conformance-subject.ts";
import { type ExitCode, exitCode } from "../exit-codes.ts";
import { currentHost } from "../host.ts";
import type { RawOptions } from "../options.ts";
import type { Output } from "../output.ts";
import { listenForStop } from "../stop-signals.ts";
import { sweep } from "../sweep.ts";

/**
 * `thaw conformance`: drives a runtime through the checks of the Runtime API's contract.
 * @throws InputError, UnavailableError.
 */
export async function conformanceCommand(path: string, raw: RawOptions, output: Output): Promise<ExitCode> {
  const options = conformanceOptions(path, raw);
  const host = currentHost();
  await sweep(host, output);
  const subject = await readSubject(path, options, host, output);
  const target = createProcessTarget({
    ...host,
    hostEnvironment: host.environment,
    runtimeBinaries: options.runtimeBinaries,
  });
  const stop = listenForStop(output, "stopping");
  stop.onSecond(() => target.abort());
  try {
    const result = await checkRuntime({
      subject: subject.name,
      sandbox: await prepareSubject(subject, target, stop.signal),
      clock: host.clock,
      convention: options.convention,
      signal: stop.signal,
      onCheck: ({ id }, index, count) => {
        if (output.interactive) {
          output.status(`check ${index + 1} of ${count}  ${id}`);
        }
      },
    });
    output.status("");
    print(result, options, output);
    const convention = result.groups.flatMap(({ checks }) => checks).find(({ id }) => id === "convention");
    if (convention?.outcome.status === "failed") {
      output.note(
        "the function does not keep the convention of docs/conformance.md; for any function: --no-convention",
      );
    }
    return result.conforms ? exitCode.done : exitCode.gateFailed;
  } catch (error) {
    const stopped = stop.code();
    if (stopped !== undefined) {
      return stopped;
    }
    if (error instanceof PreparationError) {
      output.warn(error.hint === undefined ? error.message : `${error.message}\n  ${error.hint}`);
      return exitCode.incomplete;
    }
    throw error;
  } finally {
    await target.dispose();
    stop.dispose();
  }
}

function print(result: ConformanceResult, { format }: ConformanceCliOptions, output: Output): void {
  switch (format) {
    case "md":
      output.result(conformanceMarkdown(result));
      return;
    case "json":
      output.data(conformanceJson(result));
      return;
    case "junit":
      output.data(conformanceJunit(result));
      return;
    default:
      format satisfies never;
  }
}
