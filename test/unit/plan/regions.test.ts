import { describe, expect, test } from "vitest";
import { createPlan } from "../../../src/plan/create-plan.ts";
import { estimateCloud } from "../../../src/plan/estimate-cloud.ts";
import { expandScenario } from "../../../src/plan/expand.ts";
import { usEast1 } from "../../../src/pricing/prices.ts";
import type { Scenario } from "../../../src/scenario/scenario.ts";
import { runtimeOf, scenarioOf } from "./scenario-of.ts";

const regions = ["us-east-1", "eu-west-1"];

function planOf(scenario: Scenario, filters: readonly string[] = []) {
  return createPlan([scenario], { filters, hostArchitecture: "x86_64", regions: "of-scenarios" });
}

describe("several regions of a scenario", () => {
  test("are an axis after all others, where regions are planned", () => {
    const scenario = scenarioOf({
      axes: { timeout: [3, 6] },
      include: [{ place: "p", values: { timeout: 9 } }],
      lambda: { regions, method: "idle" },
    });
    const { variants } = planOf(scenario);
    expect(variants.map(({ id }) => id.slice("hello/nodejs24.x/128/x86_64/zip/none/".length))).toEqual([
      "timeout=3/region=us-east-1",
      "timeout=3/region=eu-west-1",
      "timeout=6/region=us-east-1",
      "timeout=6/region=eu-west-1",
      "timeout=9/region=us-east-1",
      "timeout=9/region=eu-west-1",
    ]);
    expect(variants[1]?.axes).toEqual({ timeout: "3", region: "eu-west-1" });
    expect(variants[1]?.lambda).toEqual({ region: "eu-west-1", method: "idle" });
  });

  test("are nothing to a local target: ids and the plan's digest are those of a scenario without", () => {
    const local = (scenario: Scenario) => createPlan([scenario], { filters: [], hostArchitecture: "x86_64" });
    const [named, without] = [local(scenarioOf({ lambda: { regions } })), local(scenarioOf())];
    expect(named.variants.map(({ id }) => id)).toEqual(["hello/nodejs24.x/128/x86_64/zip/none"]);
    expect(named.digest).toBe(without.digest);
  });

  test("can be filtered, and ids stay the same", () => {
    const { variants } = planOf(scenarioOf({ lambda: { regions } }), ["region=eu-west-1"]);
    expect(variants.map(({ id }) => id)).toEqual(["hello/nodejs24.x/128/x86_64/zip/none/region=eu-west-1"]);
    expect(() => planOf(scenarioOf({ lambda: { regions } }), ["region=eu-west-2"])).toThrow(
      '--filter: expected region to be one of us-east-1, eu-west-1, got "eu-west-2"',
    );
  });

  test("give way to the one that is named for all", () => {
    const { variants } = expandScenario(scenarioOf({ lambda: { regions } }), "x86_64", ["eu-north-1"]);
    expect(variants.map(({ id, lambda }) => [id, lambda])).toEqual([
      ["hello/nodejs24.x/128/x86_64/zip/none", { region: "eu-north-1" }],
    ]);
  });
});

describe("the estimate of several regions", () => {
  const dear = { ...usEast1, region: "eu-west-1", request: 2 * usEast1.request };
  const scenario = scenarioOf({
    runtimes: [runtimeOf("nodejs24.x"), runtimeOf("python3.13")],
    samples: { cold: 200, warm: 1, settle: 0, warmupBlocks: 1 },
    lambda: { regions },
  });

  test("counts each by its own prices and rates: their calls pass beside one another", () => {
    const both = estimateCloud(planOf(scenario), ({ lambda }) =>
      lambda?.region === "eu-west-1" ? dear : usEast1,
    );
    const one = estimateCloud(planOf(scenario, ["region=us-east-1"]), () => usEast1);
    const [cheap, other] = both.regions;
    expect(both.regions.map(({ region, pricesOf }) => [region, pricesOf])).toEqual([
      ["us-east-1", "us-east-1"],
      ["eu-west-1", "eu-west-1"],
    ]);
    expect(cheap?.expectedUsd).toBe(one.expectedUsd);
    expect(other?.expectedUsd).toBeGreaterThan(one.expectedUsd);
    expect(both.expectedUsd).toBeCloseTo((cheap?.expectedUsd ?? 0) + (other?.expectedUsd ?? 0), 12);
    expect(both.callCount).toBe(2 * one.callCount);
    expect(both.expectedMs).toBe(one.expectedMs);
  });
});
