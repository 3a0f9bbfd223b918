import type { Packaging, ScenarioAxes } from "./scenario.ts";
import type { ScenarioFile } from "./schema.ts";

/** The package types that variants of a runtime have: the matrix's, without those excluded for it, with those included. */
export function packagingsOf(
  label: string,
  file: ScenarioFile,
  axes: Pick<ScenarioAxes, "package">,
): ReadonlySet<Packaging> {
  const [firstLabel] = Object.keys(file.runtimes);
  const excluded = (file.exclude ?? []).filter(
    ({ runtime = label, ...others }) => runtime === label && Object.keys(others).join() === "package",
  );
  const combined = axes.package.filter((packaging) => !excluded.some((cell) => cell.package === packaging));
  const included = (file.include ?? [])
    .filter(({ runtime = firstLabel }) => runtime === label)
    .flatMap((cell) => cell.package ?? axes.package.slice(0, 1));
  return new Set([...combined, ...included]);
}
