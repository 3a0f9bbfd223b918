import { counted, enumerated } from "../../reports/numbers.ts";
import { InputError } from "../../shared/errors.ts";
import { parseDurationMs } from "../../shared/units.ts";
import { type ExitCode, exitCode } from "../exit-codes.ts";
import { currentHost, type Host } from "../host.ts";
import { type RawOptions, text } from "../options.ts";
import type { Output } from "../output.ts";
import { refuseFlagsOfAws } from "../refuse-flags-of-aws.ts";
import { sweep } from "../sweep.ts";
import { cleanUpOnAws } from "./cleanup-aws.ts";
import type { Wanted } from "./cleanup-text.ts";

/** `thaw cleanup`: removes what killed runs left on an engine, or on AWS. @throws InputError, UnavailableError. */
export async function cleanupCommand(
  paths: readonly string[],
  raw: RawOptions,
  output: Output,
): Promise<ExitCode> {
  const host = currentHost();
  const onAws = text(raw.target) === "lambda";
  if (!onAws) {
    refuseFlagsOfAws(paths, raw);
  }
  const wanted = { olderThanMs: ageOf(raw.olderThan), dryRun: raw.dryRun === true };
  if (!wanted.dryRun) {
    await sweep(host, output);
  }
  return onAws ? cleanUpOnAws(paths, raw, wanted, host, output) : cleanUpEngineOf(wanted, host, output);
}

async function cleanUpEngineOf(wanted: Wanted, host: Host, output: Output): Promise<ExitCode> {
  const { cleanUpEngine } = await import("../../targets/docker/leftovers.ts");
  const nowMs = host.clock.date().getTime();
  const left = await cleanUpEngine(host.environment, { ...wanted, nowMs });
  if (output.json) {
    output.data(JSON.stringify({ ...left, removed: !wanted.dryRun }, null, 2));
  } else {
    const { containers, networks, volumes, images } = left;
    const counts = enumerated([
      counted(containers, "container"),
      counted(networks, "network"),
      counted(volumes, "volume"),
      counted(images, "image"),
    ]);
    output.result(wanted.dryRun ? `${counts} would be removed` : `removed ${counts}`);
  }
  return exitCode.done;
}

function ageOf(value: unknown): number | undefined {
  const age = typeof value === "string" ? parseDurationMs(value) : undefined;
  if (value !== undefined && age === undefined) {
    const message = `expected a duration such as 30m or 24h, got ${String(value)}`;
    throw new InputError([{ place: "--older-than", message }]);
  }
  return age;
}
