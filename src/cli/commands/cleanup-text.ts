import { counted, enumerated } from "../../reports/numbers.ts";
import type { InRegions } from "../../targets/aws-lambda/in-regions.ts";
import type { LambdaLeftovers } from "../../targets/aws-lambda/leftovers.ts";
import type { RestoredFunctions } from "../../targets/aws-lambda/restore-functions.ts";
import { countOfThings, namesOfThings, type Things } from "../../targets/aws-lambda/things.ts";

/** What is to be removed. */
export interface Wanted {
  readonly olderThanMs: number | undefined;
  readonly dryRun: boolean;
}

/** What was cleaned up, in all regions. */
export interface CleanedUp extends InRegions<LambdaLeftovers> {
  readonly functions: RestoredFunctions;
}

/** Every thing by its name, then what stays and what could not be removed. */
export function cleanUpText({ regions, functions }: CleanedUp, wanted: Wanted): string {
  return [...functionLines(functions, wanted), ...regions.flatMap((region) => linesOf(region, wanted))].join(
    "\n",
  );
}

function functionLines({ restored, measured }: RestoredFunctions, wanted: Wanted): readonly string[] {
  const lines = restored.map(({ arn, others }) => {
    const line = `${arn} ${wanted.dryRun ? "would be put back as it was" : "is as it was before thaw"}`;
    return others.length === 0 ? line : `${line}, but for what somebody else changed: ${others.join(", ")}`;
  });
  return [...lines, ...measured.map((arn) => `left alone: ${arn}, measured by a run ${spared(wanted)}`)];
}

function linesOf(
  { region, removed, kept, deployed, left }: LambdaLeftovers,
  wanted: Wanted,
): readonly string[] {
  return [
    ...namesOfThings(removed),
    removedLine(removed, region, wanted),
    ...(countOfThings(kept) === 0 ? [] : [`  left alone: ${countsOf(kept)} of runs ${spared(wanted)}`]),
    ...(countOfThings(deployed) === 0
      ? []
      : [
          `  left alone: ${countsOf(deployed)} made to stay by thaw deploy or --keep; --deployed removes them`,
        ]),
    ...(countOfThings(left) === 0 ? [] : [`  still there: ${namesOfThings(left).join(", ")}`]),
  ];
}

function removedLine(removed: Things, region: string, { dryRun }: Wanted): string {
  if (countOfThings(removed) === 0) {
    return `nothing to remove in ${region}`;
  }
  const counts = `${countsOf(removed)} in ${region}`;
  return dryRun ? `${counts} would be removed` : `removed ${counts}`;
}

function spared({ olderThanMs }: Wanted): string {
  return `that may be under way${olderThanMs === undefined ? "" : ", or began later"}`;
}

function countsOf({ functions, layers, logs, repositories }: Things): string {
  return enumerated([
    counted(functions.length, "function"),
    counted(layers.length, "layer"),
    counted(logs.length, "log group"),
    ...(repositories.length === 0 ? [] : [counted(repositories.length, "repository", "repositories")]),
  ]);
}
