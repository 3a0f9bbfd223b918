import { defaults } from "../../../src/scenario/defaults.ts";
import type { Scenario, ScenarioAxes, ScenarioRuntime } from "../../../src/scenario/scenario.ts";

/** A runtime of a scenario. */
export function runtimeOf(label: string, more: Partial<ScenarioRuntime> = {}): ScenarioRuntime {
  return { label, runtime: label, code: "/work/s/hello", handler: "index.handler", environment: {}, ...more };
}

/** A small scenario as the loader would give it. */
export function scenarioOf({
  axes,
  ...more
}: Partial<Omit<Scenario, "axes">> & { readonly axes?: Partial<ScenarioAxes> } = {}): Scenario {
  return {
    name: "hello",
    file: "/work/s/hello.yaml",
    folder: "/work/s",
    tags: [],
    target: "auto",
    runtimes: [runtimeOf("nodejs24.x")],
    include: [],
    exclude: [],
    samples: { cold: 2, warm: 1, settle: 0, warmupBlocks: 1 },
    hooks: {},
    emulation: {},
    recycle: { lifetimeMs: defaults.lifetimeMs },
    docker: {},
    rules: { scenario: more.name ?? "hello" },
    places: { layers: "a.yaml:1:1 matrix.layers", snapStart: "a.yaml:1:1 matrix.snapStart" },
    notYetUsed: [],
    ...more,
    axes: {
      memory: [128],
      package: ["zip"],
      layers: [defaults.layers],
      snapStart: [false],
      event: [{ name: "direct", json: "{}" }],
      timeout: [3],
      ephemeralStorage: [512],
      ...axes,
    },
  };
}
