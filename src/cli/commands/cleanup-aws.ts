import { counted, enumerated } from "../../reports/numbers.ts";
import type { InRegions } from "../../targets/aws-lambda/in-regions.ts";
import type { LambdaLeftovers } from "../../targets/aws-lambda/leftovers.ts";
import { countOfThings, namesOfThings, type Things } from "../../targets/aws-lambda/things.ts";
import { mayLive } from "../../targets/local/owner.ts";
import { awsRegions } from "../aws-regions.ts";
import { type ExitCode, exitCode } from "../exit-codes.ts";
import type { Host } from "../host.ts";
import { lambdaFlags, type RawOptions } from "../options.ts";
import type { Output } from "../output.ts";
import { silenceSdk } from "../silence-sdk.ts";

/** What is to be removed. */
export interface Wanted {
  readonly olderThanMs: number | undefined;
  readonly dryRun: boolean;
}

/** `thaw cleanup --target lambda`, in every region that is known. @throws InputError; UnavailableError without any region. */
export async function cleanUpOnAws(
  paths: readonly string[],
  raw: RawOptions,
  wanted: Wanted,
  host: Host,
  output: Output,
): Promise<ExitCode> {
  silenceSdk();
  const { inRegions } = await import("../../targets/aws-lambda/in-regions.ts");
  const { removeLeftovers } = await import("../../targets/aws-lambda/leftovers.ts");
  const { KnownRegions } = await import("../../targets/aws-lambda/known-regions.ts");
  const { endpointOf } = await import("../../targets/aws-lambda/region.ts");
  const { environment: hostEnvironment, clock, cacheFolder } = host;
  const options = { hostEnvironment, clock, endpoint: lambdaFlags(raw).endpoint };
  const known = await new KnownRegions(cacheFolder, endpointOf(options)).list();
  const regions = await awsRegions(paths, raw, options, host, known);
  const cleanUp = { ...wanted, deployed: raw.deployed === true, mayLive };
  const found = await inRegions(regions, (region) => removeLeftovers({ ...options, region }, cleanUp));
  if (output.json) {
    output.data(JSON.stringify({ ...found, dryRun: wanted.dryRun }, null, 2));
  } else if (found.regions.length > 0) {
    output.result(found.regions.map((region) => leftoversText(region, wanted)).join("\n"));
  }
  warnOf(found, output);
  const isDone = found.failed.length === 0 && found.regions.every(({ left }) => countOfThings(left) === 0);
  return isDone ? exitCode.done : exitCode.unavailable;
}

function warnOf({ regions, failed }: InRegions<LambdaLeftovers>, output: Output): void {
  for (const reason of new Set(regions.flatMap(({ reasons }) => reasons))) {
    output.warn(reason);
  }
  for (const { region, reason, hint } of failed) {
    output.warn(`${region}: not looked at: ${reason}${hint === undefined ? "" : `\n  ${hint}`}`);
  }
}

/** Every thing by its name, then what stays and what could not be removed. */
function leftoversText(
  { region, removed, kept, deployed, left }: LambdaLeftovers,
  { dryRun, olderThanMs }: Wanted,
): string {
  const spared = `of runs that may be under way${olderThanMs === undefined ? "" : ", or began later"}`;
  return [
    ...namesOfThings(removed),
    removedText(removed, region, dryRun),
    ...(countOfThings(kept) === 0 ? [] : [`  left alone: ${countsOf(kept)} ${spared}`]),
    ...(countOfThings(deployed) === 0
      ? []
      : [
          `  left alone: ${countsOf(deployed)} made to stay by thaw deploy or --keep; --deployed removes them`,
        ]),
    ...(countOfThings(left) === 0 ? [] : [`  still there: ${namesOfThings(left).join(", ")}`]),
  ].join("\n");
}

function removedText(removed: Things, region: string, dryRun: boolean): string {
  if (countOfThings(removed) === 0) {
    return `nothing to remove in ${region}`;
  }
  return dryRun
    ? `${countsOf(removed)} in ${region} would be removed`
    : `removed ${countsOf(removed)} in ${region}`;
}

function countsOf({ functions, layers, logs, repositories }: Things): string {
  return enumerated([
    counted(functions.length, "function"),
    counted(layers.length, "layer"),
    counted(logs.length, "log group"),
    ...(repositories.length === 0 ? [] : [counted(repositories.length, "repository", "repositories")]),
  ]);
}
