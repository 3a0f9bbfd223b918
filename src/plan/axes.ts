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
}

/** Every axis with its values. */
export type Axes = { readonly [Name in AxisName]: readonly Cell[Name][] };

/** A scenario's axes, the architecture filled in. */
export function axesOf(scenario: Scenario, hostArchitecture: Architecture): Axes {
  return {
    ...scenario.axes,
    runtime: scenario.runtimes,
    architecture: scenario.axes.architecture ?? [hostArchitecture],
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
    default:
      return String(cell[axis]);
  }
}
