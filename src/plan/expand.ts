import type { Architecture, Scenario, ScenarioCell } from "../scenario/scenario.ts";
import type { Problem } from "../shared/errors.ts";
import { suggest } from "../shared/suggest.ts";
import {
  type Axes,
  type AxisName,
  axesOf,
  axisNames,
  axisText,
  type Cell,
  otherAxes,
  type PlannedRegions,
} from "./axes.ts";
import type { Variant } from "./variant.ts";
import { variantOf } from "./variant-of.ts";

/** The variants of a scenario, and what is wrong with its include and exclude. */
export interface Expansion {
  readonly variants: readonly Variant[];
  readonly problems: readonly Problem[];
}

/**
 * Every combination of the axes, the first axis changing slowest; then what `exclude` matches is left out, then what
 * `include` names is added (so it can bring back what was excluded), in every region. A cell that is there already is not added.
 */
export function expandScenario(
  scenario: Scenario,
  hostArchitecture: Architecture,
  regions?: PlannedRegions,
): Expansion {
  const axes = axesOf(scenario, hostArchitecture, regions);
  const problems: Problem[] = [];
  const combined = combinations(axes);
  const excluded = scenario.exclude.filter((entry) => isKnown(entry, axes, fileAxes, problems));
  const kept = combined.filter((cell) => !excluded.some((entry) => matches(cell, entry)));
  const included = scenario.include
    .filter((entry) => isKnown(entry, axes, namedAxes, problems))
    .flatMap((entry) => includedCells(entry, axes));
  problems.push(...imageProblems(scenario, [...kept, ...included]));
  const varying = otherAxes.filter((axis) => valuesOf(axis, [...combined, ...included]).length > 1);
  const variants = unique([...kept, ...included].map((cell) => variantOf(scenario, cell, varying)));
  if (variants.length === 0 && problems.length === 0) {
    const place = scenario.exclude[0]?.place ?? scenario.file;
    problems.push({ place, message: "expected exclude to leave a variant, got none" });
  }
  return { variants, problems };
}

/** Those that include and exclude name: regions are no part of them, as the file holds for targets that have none. */
const fileAxes = axisNames.filter((axis) => axis !== "region");

type FileAxis = Exclude<AxisName, "region">;

/** Axes whose values have names: `include` can bring a new memory size, never a new runtime. */
const namedAxes: readonly FileAxis[] = ["runtime", "layers", "event"];

function combinations(axes: Axes): readonly Cell[] {
  return axes.runtime.flatMap((runtime) =>
    axes.memory.flatMap((memory) =>
      axes.architecture.flatMap((architecture) =>
        axes.package.flatMap((packaging) =>
          axes.layers.flatMap((layers) =>
            axes.snapStart.flatMap((snapStart) =>
              axes.event.flatMap((event) =>
                axes.timeout.flatMap((timeout) =>
                  axes.ephemeralStorage.flatMap((ephemeralStorage) =>
                    axes.region.map((region) => ({
                      runtime,
                      memory,
                      architecture,
                      package: packaging,
                      layers,
                      snapStart,
                      event,
                      timeout,
                      ephemeralStorage,
                      region,
                    })),
                  ),
                ),
              ),
            ),
          ),
        ),
      ),
    ),
  );
}

/** False, with a problem for each, when an entry names values that an axis does not have. */
function isKnown(
  { place, values }: ScenarioCell,
  axes: Axes,
  checked: readonly FileAxis[],
  problems: Problem[],
): boolean {
  const unknown = checked.filter((axis) => {
    const value = values[axis];
    return value !== undefined && !axisTexts(axes, axis).includes(String(value));
  });
  for (const axis of unknown) {
    const value = String(values[axis]);
    const known = axisTexts(axes, axis);
    problems.push({
      place: `${place}.${axis}`,
      message: `expected one of ${known.join(", ")}, got ${value}`,
      hint: suggest(value, known),
    });
  }
  return unknown.length === 0;
}

function axisTexts(axes: Axes, axis: AxisName): readonly string[] {
  switch (axis) {
    case "runtime":
      return axes.runtime.map(({ label }) => label);
    case "layers":
      return axes.layers.map(({ name }) => name);
    case "event":
      return axes.event.map(({ name }) => name);
    case "region":
      return axes.region.flatMap((region) => region ?? []);
    default:
      return axes[axis].map(String);
  }
}

/** What Lambda does not take for images. */
function imageProblems({ places }: Scenario, cells: readonly Cell[]): readonly Problem[] {
  const images = cells.filter((cell) => cell.package === "image");
  const layered = images.find(({ layers }) => layers.sources.length > 0);
  const problems: Problem[] = [];
  if (layered !== undefined) {
    const { name } = layered.layers;
    problems.push({
      place: places.layers,
      message: `expected layers for package zip alone, got ${name} for package image`,
      hint: `Lambda takes no layers for images: put them into the image, and exclude { package: image, layers: ${name} }`,
    });
  }
  if (images.some(({ snapStart }) => snapStart)) {
    problems.push({
      place: places.snapStart,
      message: "expected snapStart for package zip alone, got true for package image",
      hint: "Lambda takes no snapshots of images: exclude { package: image, snapStart: true }",
    });
  }
  return problems;
}

function matches(cell: Cell, { values }: ScenarioCell): boolean {
  return fileAxes.every(
    (axis) => values[axis] === undefined || axisText(cell, axis) === String(values[axis]),
  );
}

/** An included cell, in every region: what else it leaves open is the first value of the axis. */
function includedCells({ values }: ScenarioCell, axes: Axes): readonly Cell[] {
  const cell = {
    runtime: pick(axes.runtime, ({ label }) => label === values.runtime),
    memory: values.memory ?? pick(axes.memory),
    architecture: values.architecture ?? pick(axes.architecture),
    package: values.package ?? pick(axes.package),
    layers: pick(axes.layers, ({ name }) => name === values.layers),
    snapStart: values.snapStart ?? pick(axes.snapStart),
    event: pick(axes.event, ({ name }) => name === values.event),
    timeout: values.timeout ?? pick(axes.timeout),
    ephemeralStorage: values.ephemeralStorage ?? pick(axes.ephemeralStorage),
  };
  return axes.region.map((region) => ({ ...cell, region }));
}

function pick<Value>(values: readonly Value[], isWanted: (value: Value) => boolean = () => true): Value {
  const found = values.find(isWanted) ?? values[0];
  if (found === undefined) {
    throw new RangeError("an axis without values");
  }
  return found;
}

function valuesOf(axis: AxisName, cells: readonly Cell[]): readonly string[] {
  return [...new Set(cells.map((cell) => axisText(cell, axis)))];
}

function unique(variants: readonly Variant[]): readonly Variant[] {
  const first = new Map<string, Variant>();
  for (const variant of variants) {
    if (!first.has(variant.id)) {
      first.set(variant.id, variant);
    }
  }
  return [...first.values()];
}
