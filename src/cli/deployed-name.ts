import { sha256 } from "../shared/digest.ts";

/** What functions that are kept carry in place of a run's name: the same for every run of the same scenario files. */
export function deployedName(scenarioFiles: readonly string[]): string {
  return `kept-${sha256(scenarioFiles.toSorted().join("\n")).slice(0, 12)}`;
}
