import type { LambdaFindings } from "../../targets/aws-lambda/examine.ts";
import { awsRegions } from "../aws-regions.ts";
import { type ExitCode, exitCode } from "../exit-codes.ts";
import type { Host } from "../host.ts";
import { lambdaFlags, type RawOptions } from "../options.ts";
import type { Output } from "../output.ts";
import { silenceSdk } from "../silence-sdk.ts";
import { section } from "./findings.ts";

/**
 * `thaw doctor --target lambda`: asks AWS what is allowed, in each region; exit code 3 where something that a run needs is not, or a
 * region does not answer. @throws InputError; UnavailableError without any region.
 */
export async function doctorOfAws(
  paths: readonly string[],
  raw: RawOptions,
  host: Host,
  output: Output,
): Promise<ExitCode> {
  silenceSdk();
  const { examineLambda } = await import("../../targets/aws-lambda/examine.ts");
  const { inRegions } = await import("../../targets/aws-lambda/in-regions.ts");
  const { environment: hostEnvironment, clock } = host;
  const options = { hostEnvironment, clock, endpoint: lambdaFlags(raw).endpoint };
  const regions = await awsRegions(paths, raw, options, host);
  const found = await inRegions(regions, (region) => examineLambda({ ...options, region }));
  if (output.json) {
    output.data(JSON.stringify(found, null, 2));
  } else if (found.regions.length > 0) {
    output.result(found.regions.map(findingsText).join("\n\n"));
  }
  for (const { region, reason, hint } of found.failed) {
    output.warn(`${region}: ${reason}${hint === undefined ? "" : `\n  ${hint}`}`);
  }
  const isFine = found.failed.length === 0 && found.regions.every(({ denied }) => denied.length === 0);
  return isFine ? exitCode.done : exitCode.unavailable;
}

function findingsText(findings: LambdaFindings): string {
  const { region, endpoint, concurrency, allowed, denied, unchecked } = findings;
  const actions = [
    ...denied.map(({ action, reason }) => ({ name: action, available: false, detail: reason })),
    ...allowed.map((name) => ({ name, available: true, detail: "allowed" })),
  ];
  return [
    `AWS Lambda in ${region}${endpoint === undefined ? "" : ` at ${endpoint}, not AWS`}`,
    `  ${concurrency} environments may be at work at once`,
    section("Actions that a run needs", actions),
    `  not asked, as it shows only when something is made: ${unchecked.join(", ")}`,
    ...(denied.length === 0 ? [] : ["  scripts/aws/thaw-runner.yaml gives all of them to a role"]),
  ].join("\n");
}
