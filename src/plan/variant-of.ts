import type { Scenario, ScenarioLambda } from "../scenario/scenario.ts";
import { type AxisName, axisText, type Cell } from "./axes.ts";
import type { Variant, VariantLambda } from "./variant.ts";

/** The variant of a cell. `varying` are the axes beyond the id's own that have more than one value. */
export function variantOf(scenario: Scenario, cell: Cell, varying: readonly AxisName[]): Variant {
  const { runtime } = cell;
  const axes = Object.fromEntries(varying.map((axis) => [axis, axisText(cell, axis)]));
  return {
    id: idOf(scenario.name, cell, axes),
    scenario: scenario.name,
    file: scenario.file,
    tags: scenario.tags,
    label: runtime.label,
    runtime: runtime.runtime,
    ...packageOf(cell),
    memoryMb: cell.memory,
    architecture: cell.architecture,
    package: cell.package,
    layers: cell.layers,
    snapStart: cell.snapStart,
    timeoutSeconds: runtime.timeoutSeconds ?? cell.timeout,
    ephemeralStorageMb: runtime.ephemeralStorageMb ?? cell.ephemeralStorage,
    event: cell.event,
    environment: runtime.environment,
    expect: scenario.expect,
    axes,
    samples: scenario.samples,
    emulation: scenario.emulation,
    recycle: scenario.recycle,
    docker: scenario.docker,
    lambda: lambdaOf(scenario.lambda, cell.region),
  };
}

/** Of several regions that a scenario names it has one. */
function lambdaOf(
  { regions: _, ...settings }: ScenarioLambda = {},
  region: string | undefined,
): VariantLambda | undefined {
  const lambda = region === undefined ? settings : { ...settings, region };
  return Object.keys(lambda).length === 0 ? undefined : lambda;
}

/** What it is packed from. An image has no code, handler or bootstrap beside its own. */
function packageOf({
  runtime,
  package: packaging,
}: Cell): Pick<Variant, "bootstrap" | "code" | "handler" | "build" | "image"> {
  const { bootstrap, code, handler, build, image } = runtime;
  return packaging === "image" ? { image } : { bootstrap, code, handler, build };
}

function idOf(scenario: string, cell: Cell, axes: Readonly<Record<string, string>>): string {
  const always = [
    scenario,
    cell.runtime.label,
    String(cell.memory),
    cell.architecture,
    cell.package,
    cell.layers.name,
  ];
  return [...always, ...Object.entries(axes).map(([axis, value]) => `${axis}=${value}`)].join("/");
}
