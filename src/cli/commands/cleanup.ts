import { enumerated } from "../../reports/numbers.ts";
import { InputError, UnavailableError } from "../../shared/errors.ts";
import { parseDurationMs } from "../../shared/units.ts";
import { type ExitCode, exitCode } from "../exit-codes.ts";
import { currentHost } from "../host.ts";
import { type RawOptions, text } from "../options.ts";
import type { Output } from "../output.ts";
import { sweep } from "../sweep.ts";

/** `thaw cleanup`: removes what killed runs left on an engine. @throws InputError, UnavailableError. */
export async function cleanupCommand(raw: RawOptions, output: Output): Promise<ExitCode> {
  if (text(raw.target) === "lambda") {
    throw new UnavailableError("the lambda target is not part of this version", "use --target docker");
  }
  const host = currentHost();
  const olderThanMs = ageOf(raw.olderThan);
  const dryRun = raw.dryRun === true;
  if (!dryRun) {
    await sweep(host, output);
  }
  const { cleanUpEngine } = await import("../../targets/docker/leftovers.ts");
  const nowMs = host.clock.date().getTime();
  const left = await cleanUpEngine(host.environment, { olderThanMs, dryRun, nowMs });
  if (output.json) {
    output.data(JSON.stringify({ ...left, removed: !dryRun }, null, 2));
  } else {
    const { containers, networks, volumes, images } = left;
    const kinds = [
      counted(containers, "container"),
      counted(networks, "network"),
      counted(volumes, "volume"),
      counted(images, "image"),
    ];
    const counts = enumerated(kinds);
    output.result(dryRun ? `${counts} would be removed` : `removed ${counts}`);
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

function counted(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? "" : "s"}`;
}
