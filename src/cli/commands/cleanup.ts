import { counted, enumerated } from "../../reports/numbers.ts";
import { InputError } from "../../shared/errors.ts";
import { parseDurationMs } from "../../shared/units.ts";
import type { LambdaLeftovers } from "../../targets/aws-lambda/leftovers.ts";
import type { Things } from "../../targets/aws-lambda/removal.ts";
import { mayLive } from "../../targets/local/owner.ts";
import { type ExitCode, exitCode } from "../exit-codes.ts";
import { currentHost, type Host } from "../host.ts";
import { lambdaFlags, type RawOptions, text } from "../options.ts";
import type { Output } from "../output.ts";
import { silenceSdk } from "../silence-sdk.ts";
import { sweep } from "../sweep.ts";

/** `thaw cleanup`: removes what killed runs left on an engine, or on AWS. @throws InputError, UnavailableError. */
export async function cleanupCommand(raw: RawOptions, output: Output): Promise<ExitCode> {
  const host = currentHost();
  const wanted = { olderThanMs: ageOf(raw.olderThan), dryRun: raw.dryRun === true };
  if (!wanted.dryRun) {
    await sweep(host, output);
  }
  return text(raw.target) === "lambda"
    ? cleanUpLambda(wanted, lambdaFlags(raw).endpoint, host, output)
    : cleanUpEngineOf(wanted, host, output);
}

/** What is to be removed. */
interface Wanted {
  readonly olderThanMs: number | undefined;
  readonly dryRun: boolean;
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

async function cleanUpLambda(
  wanted: Wanted,
  endpoint: string | undefined,
  { environment, clock }: Host,
  output: Output,
): Promise<ExitCode> {
  silenceSdk();
  const { removeLeftovers } = await import("../../targets/aws-lambda/leftovers.ts");
  const found = await removeLeftovers(
    { hostEnvironment: environment, clock, endpoint },
    { ...wanted, mayLive },
  );
  if (output.json) {
    output.data(JSON.stringify({ ...found, dryRun: wanted.dryRun }, null, 2));
  } else {
    output.result(leftoversText(found, wanted.dryRun));
  }
  for (const reason of found.reasons) {
    output.warn(reason);
  }
  return namesOf(found.left).length === 0 ? exitCode.done : exitCode.unavailable;
}

/** Every thing by its name, then what stays and what could not be removed. */
function leftoversText({ region, removed, kept, left }: LambdaLeftovers, dryRun: boolean): string {
  const counts = `${countsOf(removed)} in ${region}`;
  return [
    ...namesOf(removed),
    dryRun ? `${counts} would be removed` : `removed ${counts}`,
    ...(namesOf(kept).length === 0
      ? []
      : [`left alone: ${countsOf(kept)} of runs that may be under way, or that were deployed to stay`]),
    ...(namesOf(left).length === 0 ? [] : [`still there: ${namesOf(left).join(", ")}`]),
  ].join("\n");
}

function namesOf({ functions, layers, logs, repositories }: Things): string[] {
  return [
    ...functions.map((name) => `function ${name}`),
    ...layers.map((name) => `layer ${name}`),
    ...logs.map((name) => `log group of ${name}`),
    ...repositories.map((name) => `repository ${name}`),
  ];
}

function countsOf({ functions, layers, logs, repositories }: Things): string {
  return enumerated([
    counted(functions.length, "function"),
    counted(layers.length, "layer"),
    counted(logs.length, "log group"),
    ...(repositories.length === 0 ? [] : [counted(repositories.length, "repository", "repositories")]),
  ]);
}

function ageOf(value: unknown): number | undefined {
  const age = typeof value === "string" ? parseDurationMs(value) : undefined;
  if (value !== undefined && age === undefined) {
    const message = `expected a duration such as 30m or 24h, got ${String(value)}`;
    throw new InputError([{ place: "--older-than", message }]);
  }
  return age;
}
