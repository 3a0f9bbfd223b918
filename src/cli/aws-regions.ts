import type { Scenario } from "../scenario/scenario.ts";
import { InputError, UnavailableError } from "../shared/errors.ts";
import { isRegionName } from "../shared/region-name.ts";
import type { RegionOptions } from "../targets/aws-lambda/lambda-options.ts";
import type { Host } from "./host.ts";
import { namedScenarios } from "./named-scenarios.ts";
import { list, type RawOptions } from "./options.ts";

/**
 * The regions that a command looks at: those of `--region` alone; else the caller's, those that the scenario files name, and `known`.
 * @throws InputError for what has not the form of a region, and as `namedScenarios`; UnavailableError where there is none.
 */
export async function awsRegions(
  paths: readonly string[],
  raw: RawOptions,
  options: RegionOptions,
  host: Host,
  known: readonly string[] = [],
): Promise<readonly string[]> {
  const scenarios = paths.length === 0 ? [] : await namedScenarios(paths, host);
  const asked = regionFlags(raw);
  if (asked.length > 0) {
    return asked;
  }
  const { defaultRegion } = await import("../targets/aws-lambda/region.ts");
  const own = await defaultRegion(options);
  const all = new Set([...(own === undefined ? [] : [own]), ...scenarios.flatMap(regionsOf), ...known]);
  if (all.size === 0) {
    throw new UnavailableError(
      "expected an AWS region, got none",
      "set AWS_REGION, or name one with --region",
    );
  }
  return [...all];
}

function regionFlags(raw: RawOptions): readonly string[] {
  const asked = [...new Set(list(raw.region))];
  const wrong = asked.filter((region) => !isRegionName(region));
  if (wrong.length > 0) {
    throw new InputError(
      wrong.map((region) => ({
        place: "--region",
        message: `expected an AWS region such as eu-west-1, got ${JSON.stringify(region)}`,
      })),
    );
  }
  return asked;
}

function regionsOf({ lambda }: Scenario): readonly string[] {
  return lambda?.regions ?? [];
}
