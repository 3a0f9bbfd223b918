import { describe, expect, test } from "vitest";
import { type Expansion, expandScenario } from "../../../src/plan/expand.ts";
import { runtimeOf, scenarioOf } from "./scenario-of.ts";

function ids({ variants }: Expansion): readonly string[] {
  return variants.map(({ id }) => id);
}

const events = [
  { name: "small", json: "1" },
  { name: "large", json: "2" },
];

describe("a matrix", () => {
  test("becomes every combination, the first axis changing slowest", () => {
    const scenario = scenarioOf({
      runtimes: [runtimeOf("nodejs24.x"), runtimeOf("python3.13")],
      axes: { memory: [128, 512], event: events },
    });
    expect(ids(expandScenario(scenario, "x86_64"))).toEqual([
      "hello/nodejs24.x/128/x86_64/zip/none/event=small",
      "hello/nodejs24.x/128/x86_64/zip/none/event=large",
      "hello/nodejs24.x/512/x86_64/zip/none/event=small",
      "hello/nodejs24.x/512/x86_64/zip/none/event=large",
      "hello/python3.13/128/x86_64/zip/none/event=small",
      "hello/python3.13/128/x86_64/zip/none/event=large",
      "hello/python3.13/512/x86_64/zip/none/event=small",
      "hello/python3.13/512/x86_64/zip/none/event=large",
    ]);
  });

  test("names the other axes in schema order, and only those with more than one value", () => {
    const { variants } = expandScenario(
      scenarioOf({ axes: { snapStart: [false, true], timeout: [3, 6], event: events.slice(1) } }),
      "arm64",
    );
    expect(variants[1]?.id).toBe("hello/nodejs24.x/128/arm64/zip/none/snapStart=false/timeout=6");
    expect(variants[1]?.axes).toEqual({ snapStart: "false", timeout: "6" });
  });

  test("takes the host's architecture where the scenario names none", () => {
    expect(ids(expandScenario(scenarioOf(), "arm64"))).toEqual(["hello/nodejs24.x/128/arm64/zip/none"]);
    const named = scenarioOf({ axes: { architecture: ["x86_64"] } });
    expect(ids(expandScenario(named, "arm64"))).toEqual(["hello/nodejs24.x/128/x86_64/zip/none"]);
  });

  test("leaves a runtime its own timeout and /tmp", () => {
    const runtimes = [runtimeOf("nodejs24.x", { timeoutSeconds: 9, ephemeralStorageMb: 600 })];
    const { variants } = expandScenario(scenarioOf({ runtimes }), "x86_64");
    expect(variants[0]).toMatchObject({ timeoutSeconds: 9, ephemeralStorageMb: 600, axes: {} });
  });
});

describe("include", () => {
  test("adds a cell, the axes it leaves open at their first value", () => {
    const scenario = scenarioOf({
      axes: {
        memory: [512, 128],
        layers: [
          { name: "a", sources: [] },
          { name: "b", sources: [] },
        ],
      },
      include: [{ place: "p", values: { memory: 3008 } }],
    });
    expect(ids(expandScenario(scenario, "x86_64")).at(-1)).toBe("hello/nodejs24.x/3008/x86_64/zip/a");
  });

  test("adds nothing that is there already", () => {
    const scenario = scenarioOf({ include: [{ place: "p", values: { memory: 128 } }] });
    expect(ids(expandScenario(scenario, "x86_64"))).toEqual(["hello/nodejs24.x/128/x86_64/zip/none"]);
  });

  test("makes an axis vary, so that ids stay different", () => {
    const scenario = scenarioOf({ include: [{ place: "p", values: { timeout: 60 } }] });
    expect(ids(expandScenario(scenario, "x86_64"))).toEqual([
      "hello/nodejs24.x/128/x86_64/zip/none/timeout=3",
      "hello/nodejs24.x/128/x86_64/zip/none/timeout=60",
    ]);
  });

  test("names runtimes, layers and events that exist", () => {
    const include = [
      { place: "a.yaml:9:3 include[0]", values: { runtime: "nodejs24", layers: "otel", memory: 129 } },
    ];
    expect(expandScenario(scenarioOf({ include }), "x86_64").problems).toEqual([
      {
        place: "a.yaml:9:3 include[0].runtime",
        message: "expected one of nodejs24.x, got nodejs24",
        hint: 'did you mean "nodejs24.x"?',
      },
      { place: "a.yaml:9:3 include[0].layers", message: "expected one of none, got otel" },
    ]);
  });
});

describe("exclude", () => {
  test("leaves out what it matches, and include can bring it back", () => {
    const scenario = scenarioOf({
      runtimes: [runtimeOf("nodejs24.x"), runtimeOf("python3.13")],
      axes: { memory: [128, 512] },
      exclude: [{ place: "p", values: { memory: 512 } }],
      include: [{ place: "p", values: { memory: 512, runtime: "python3.13" } }],
    });
    expect(ids(expandScenario(scenario, "x86_64"))).toEqual([
      "hello/nodejs24.x/128/x86_64/zip/none",
      "hello/python3.13/128/x86_64/zip/none",
      "hello/python3.13/512/x86_64/zip/none",
    ]);
  });

  test("names values that are there", () => {
    const exclude = [{ place: "a.yaml:9:3 exclude[0]", values: { memory: 256 } }];
    expect(expandScenario(scenarioOf({ exclude }), "x86_64").problems).toEqual([
      { place: "a.yaml:9:3 exclude[0].memory", message: "expected one of 128, got 256" },
    ]);
  });

  test("leaves something", () => {
    const exclude = [{ place: "a.yaml:9:3 exclude[0]", values: { memory: 128 } }];
    expect(expandScenario(scenarioOf({ exclude }), "x86_64").problems).toEqual([
      { place: "a.yaml:9:3 exclude[0]", message: "expected exclude to leave a variant, got none" },
    ]);
  });
});
