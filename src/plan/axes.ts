import type {
  Architecture,
  Packaging,
  Scenario,
  ScenarioEvent,
  ScenarioLayers,
  ScenarioRuntime,
} from "../scenario/scenario.ts";

/** The axes in schema order; the first six are always part of a variant's id. */
export const axisNames = [
  "runtime",
  "memory",
  "architecture",
  "package",
  "layers",
  "snapStart",
  "event",
  "timeout",
  "ephemeralStorage",
  "region",
] as const;

export type AxisName = (typeof axisNames)[number];

/** The axes that are part of an id only where they have more than one value. */
export const otherAxes = axisNames.slice(5);

/** One value of every axis. */
export interface Cell {
  readonly runtime: ScenarioRuntime;
  readonly memory: number;
  readonly architecture: Architecture;
  readonly package: Packaging;
  readonly layers: ScenarioLayers;
  readonly snapStart: boolean;
  readonly event: ScenarioEvent;
  readonly timeout: number;
  readonly ephemeralStorage: number;
  /** Of AWS; undefined: whichever the caller's environment names, and on local targets. */
  readonly region: string | undefined;
}

/** Every axis with its values. */
export type Axes = { readonly [Name in AxisName]: readonly Cell[Name][] };

/** The regions that variants are measured in: those that their scenario names, or these for all. */
export type PlannedRegions = "of-scenarios" | readonly string[];

/** A scenario's axes, the architecture filled in. Without `regions` it has one region, of which nothing is known. */
export function axesOf(
  scenario: Scenario,
  hostArchitecture: Architecture,
  regions: PlannedRegions | undefined,
): Axes {
  const named = regions === "of-scenarios" ? scenario.lambda?.regions : regions;
  return {
    ...scenario.axes,
    runtime: scenario.runtimes,
    architecture: scenario.axes.architecture ?? [hostArchitecture],
    region: named === undefined || named.length === 0 ? [undefined] : named,
  };
}

/** A value as ids, filters, include and exclude write it: runtimes by their label, layers and events by their name. */
export function axisText(cell: Cell, axis: AxisName): string {
  switch (axis) {
    case "runtime":
      return cell.runtime.label;
    case "layers":
      return cell.layers.name;
    case "event":
      return cell.event.name;
    case "region":
      return cell.region ?? "";
    default:
      return String(cell[axis]);
  }
}
