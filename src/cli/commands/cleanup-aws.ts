import { countOfThings } from "../../targets/aws-lambda/things.ts";
import { mayLive } from "../../targets/local/owner.ts";
import { awsRegions } from "../aws-regions.ts";
import { type ExitCode, exitCode } from "../exit-codes.ts";
import type { Host } from "../host.ts";
import { lambdaFlags, type RawOptions } from "../options.ts";
import type { Output } from "../output.ts";
import { silenceSdk } from "../silence-sdk.ts";
import { type CleanedUp, cleanUpText, type Wanted } from "./cleanup-text.ts";

/** A region that does not answer holds the others up no longer, in milliseconds: what is left there is found the next time. */
const silentMs = 10_000;

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
  const { KnownRegions } = await import("../../targets/aws-lambda/known-regions.ts");
  const { removeLeftovers } = await import("../../targets/aws-lambda/leftovers.ts");
  const { endpointOf } = await import("../../targets/aws-lambda/region.ts");
  const { regionIn, restoreFunctions } = await import("../../targets/aws-lambda/restore-functions.ts");
  const { SavedFunctions } = await import("../../targets/aws-lambda/saved-functions.ts");
  const { environment: hostEnvironment, clock, cacheFolder } = host;
  const { endpoint } = lambdaFlags(raw);
  const options = { hostEnvironment, clock, endpoint, patience: { silentMs } };
  const notes = new SavedFunctions(cacheFolder, endpointOf(options));
  const known = [
    ...(await new KnownRegions(cacheFolder, endpointOf(options)).list()),
    ...(await notes.list()).map(({ arn }) => regionIn(arn)),
  ];
  const regions = await awsRegions(paths, raw, options, host, known);
  const cleanUp = { ...wanted, deployed: raw.deployed === true, mayLive };
  // Existing functions first: they are somebody's, and in use.
  const functions = await restoreFunctions(options, regions, notes, cleanUp);
  const inEach = await inRegions(regions, (region) => removeLeftovers({ ...options, region }, cleanUp));
  const found = { ...inEach, functions };
  if (output.json) {
    output.data(JSON.stringify({ ...found, dryRun: wanted.dryRun }, null, 2));
  } else if (regions.length > found.failed.length || functions.restored.length > 0) {
    output.result(cleanUpText(found, wanted));
  }
  warnOf(found, output);
  const isDone =
    [...functions.unrestored, ...found.failed].length === 0 &&
    found.regions.every(({ left }) => countOfThings(left) === 0);
  return isDone ? exitCode.done : exitCode.unavailable;
}

function warnOf({ regions, failed, functions }: CleanedUp, output: Output): void {
  for (const { arn, reason } of functions.unrestored) {
    output.warn(`${arn} is not as it was: ${reason}`);
  }
  for (const reason of new Set(regions.flatMap(({ reasons }) => reasons))) {
    output.warn(reason);
  }
  for (const { region, reason, hint } of failed) {
    output.warn(`${region}: not looked at: ${reason}${hint === undefined ? "" : `\n  ${hint}`}`);
  }
}
