import type { ScenarioFile } from "./schema.ts";

/** What the file sets and this version does not use, one sentence each: accepted, and never in silence. */
export function notYetUsed(file: ScenarioFile, shown: string): readonly string[] {
  const unused: readonly (readonly [string, boolean])[] = [
    [
      "image",
      file.image !== undefined || Object.values(file.runtimes).some((entry) => entry?.image !== undefined),
    ],
    ["matrix.package: image", cells(file).some((cell) => cell.package?.includes("image"))],
    ["samples.precision", file.samples?.precision !== undefined],
    ["budgets", file.budgets !== undefined],
    ["compare", file.compare !== undefined],
    ["lambda", file.lambda !== undefined],
  ];
  return unused.filter(([, isSet]) => isSet).map(([key]) => `${shown}: ${key}: not used by this version`);
}

interface Values {
  readonly package?: readonly string[] | undefined;
}

/** The matrix and every included cell, as lists of values. */
function cells(file: ScenarioFile): readonly Values[] {
  const included = (file.include ?? []).map((cell) => ({
    package: cell.package === undefined ? [] : [cell.package],
  }));
  return [file.matrix ?? {}, ...included];
}
