import { loadScenarios } from "../scenario/load.ts";
import type { Scenario } from "../scenario/scenario.ts";
import type { Host } from "./host.ts";

/** The scenarios that a command names; none: those of the folder `scenarios`. @throws InputError with every problem of every file. */
export function namedScenarios(
  paths: readonly string[],
  { environment, cwd }: Pick<Host, "environment" | "cwd">,
): Promise<readonly Scenario[]> {
  return loadScenarios(paths.length === 0 ? ["scenarios"] : paths, environment, cwd);
}
