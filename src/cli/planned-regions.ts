import type { PlannedRegions } from "../plan/axes.ts";

/** The regions that a plan is for: on AWS those of the scenarios, or where the function stands that `--function` names. */
export function plannedRegions(
  target: string | undefined,
  functionArn: string | undefined,
): PlannedRegions | undefined {
  if (target !== "lambda") {
    return undefined;
  }
  const region = functionArn?.split(":")[3];
  return region === undefined ? "of-scenarios" : [region];
}
