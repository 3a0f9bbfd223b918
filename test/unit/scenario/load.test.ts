import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { loadScenarios } from "../../../src/scenario/load.ts";
import { folderWith, hello, helloFunction, loadOne, loadProblems } from "./scenario-folder.ts";

describe("loading", () => {
  test("fills in the defaults of a scenario that says as little as possible", async () => {
    const scenario = await loadOne(hello());
    expect(scenario).toMatchObject({
      name: "a",
      tags: [],
      target: "auto",
      axes: {
        memory: [128],
        package: ["zip"],
        layers: [{ name: "none", sources: [] }],
        snapStart: [false],
        event: [{ name: "direct", json: "{}" }],
        timeout: [3],
        ephemeralStorage: [512],
      },
      include: [],
      exclude: [],
      samples: { cold: 20, warm: 10, settle: 0, warmupBlocks: 1 },
      hooks: {},
      notYetUsed: [],
    });
    expect(scenario.axes.architecture).toBeUndefined();
  });

  test("makes paths absolute, from the scenario's own folder", async () => {
    const folder = folderWith({
      "deep/a.yaml": `${hello()}matrix: { layers: { l: [../layer] } }\n`,
      "deep/hello/index.mjs": "",
      "layer/": "",
    });
    const [scenario] = await loadScenarios(["deep/a.yaml"], {}, folder);
    expect(scenario?.folder).toBe(join(folder, "deep"));
    expect(scenario?.runtimes[0]?.code).toBe(join(folder, "deep/hello"));
    expect(scenario?.axes.layers).toEqual([{ name: "l", sources: [join(folder, "layer")] }]);
  });

  test("takes a folder as its own *.yaml and *.yml in the order of their names", async () => {
    const folder = folderWith({
      "s/b.yml": hello(),
      "s/a.yaml": hello(),
      "s/below/c.yaml": "wrong",
      "s/d.json": "wrong",
      "s/e.yaml/": "",
      "s/hello/index.mjs": "",
    });
    const scenarios = await loadScenarios(["s"], {}, folder);
    expect(scenarios.map(({ name }) => name)).toEqual(["a", "b"]);
  });

  test("reads JSON by path, and a file that is named twice once", async () => {
    const json = JSON.stringify({
      name: "from-json",
      function: { code: "hello", handler: "index.handler" },
      runtimes: { "nodejs24.x": {} },
    });
    const folder = folderWith({ ...helloFunction, "a.json": json });
    const scenarios = await loadScenarios(["a.json", "./a.json"], {}, folder);
    expect(scenarios.map(({ name }) => name)).toEqual(["from-json"]);
  });

  test("lets a runtime override what the function says and keeps the rest", async () => {
    const scenario = await loadOne(
      `function: { code: hello, handler: index.handler, build: make, environment: { AA: "1", BB: "2" } }
runtimes:
  nodejs24.x:
  ric: { runtime: nodejs22.x, bootstrap: [node, run.mjs], environment: { BB: "3" }, timeout: 9 }
`,
    );
    expect(scenario.runtimes).toMatchObject([
      { label: "nodejs24.x", runtime: "nodejs24.x", build: "make", environment: { AA: "1", BB: "2" } },
      {
        label: "ric",
        runtime: "nodejs22.x",
        bootstrap: ["node", "run.mjs"],
        build: "make",
        timeoutSeconds: 9,
      },
    ]);
    expect(scenario.runtimes[0]?.bootstrap).toBeUndefined();
    expect(scenario.runtimes[1]?.environment).toEqual({ AA: "1", BB: "3" });
  });

  test("turns durations into milliseconds", async () => {
    expect((await loadOne(hello("samples: { maxTime: 10m }"))).maxTimeMs).toBe(600_000);
  });
});

describe("paths that hold no scenario", () => {
  test("are all reported", async () => {
    const folder = folderWith({ "empty/": "" });
    expect(await loadProblems(folder, ["nope.yaml", "empty"])).toEqual([
      "nope.yaml: expected a scenario file or folder, got a path that does not exist",
      "empty: expected a folder with *.yaml or *.yml files, got none",
    ]);
  });
});

describe("two scenarios of one name", () => {
  test("are reported with both files", async () => {
    const folder = folderWith({
      ...helloFunction,
      "a.yaml": hello("name: same\n"),
      "b.yaml": hello("name: same\n"),
    });
    expect(await loadProblems(folder, ["."])).toEqual([
      'b.yaml:4:7 name: expected a name that no other scenario has, got "same", which a.yaml has',
    ]);
  });
});
