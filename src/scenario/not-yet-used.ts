import type { ScenarioFile } from "./schema.ts";

/** What the file sets and this version does not use, one sentence each: accepted, and never in silence. */
export function notYetUsed(file: ScenarioFile, shown: string): readonly string[] {
  const unused: readonly (readonly [string, boolean])[] = [
    ["lambda.provisioned", (file.lambda?.provisioned ?? 0) > 0],
  ];
  return unused.filter(([, isSet]) => isSet).map(([key]) => `${shown}: ${key}: not used by this version`);
}
