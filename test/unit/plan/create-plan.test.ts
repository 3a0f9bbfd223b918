import { describe, expect, test } from "vitest";
import { createPlan, type PlanOptions } from "../../../src/plan/create-plan.ts";
import type { Scenario } from "../../../src/scenario/scenario.ts";
import { runtimeOf, scenarioOf } from "./scenario-of.ts";

function planOf(scenarios: readonly Scenario[], options: Partial<PlanOptions> = {}) {
  return createPlan(scenarios, { filters: [], hostArchitecture: "x86_64", ...options });
}

const first = scenarioOf({
  name: "first",
  tags: ["quick", "js"],
  axes: { memory: [128, 512] },
  runtimes: [runtimeOf("plain", { runtime: "nodejs24.x" }), runtimeOf("python3.13")],
  notYetUsed: ["first.yaml: lambda: not used by this version"],
});
const second = scenarioOf({
  name: "second",
  tags: ["slow"],
  notYetUsed: ["second.yaml: lambda: not used by this version"],
});

describe("filters", () => {
  test.each([
    [["scenario=second"], ["second/nodejs24.x/128"]],
    [["tag=slow"], ["second/nodejs24.x/128"]],
    [["runtime=plain"], ["first/plain/128", "first/plain/512"]],
    [["runtime=nodejs24.x"], ["first/plain/128", "first/plain/512", "second/nodejs24.x/128"]],
    [
      ["memory=128", "memory=512", "runtime=python3.13"],
      ["first/python3.13/128", "first/python3.13/512"],
    ],
    [
      ["tag=js", "tag=slow", "memory=512"],
      ["first/plain/512", "first/python3.13/512"],
    ],
    [
      ["architecture=x86_64", "layers=none", "event=direct", "package=zip", "timeout=3", "scenario=second"],
      ["second/nodejs24.x/128"],
    ],
  ])("%j leave what they say", (filters, starts) => {
    const plan = planOf([first, second], { filters });
    expect(plan.variants.map(({ id }) => id.split("/").slice(0, 3).join("/"))).toEqual(starts);
  });

  test("leave only the scenarios that still have variants", () => {
    const plan = planOf([first, second], { filters: ["scenario=second"] });
    expect(plan.scenarios.map(({ name }) => name)).toEqual(["second"]);
    expect(plan.notYetUsed).toEqual(second.notYetUsed);
  });

  test("that are wrong are all reported", () => {
    const filters = ["quick", "tga=quick", "tag=quikc", "memory=64"];
    expect(() => planOf([first, second], { filters })).toThrow(
      [
        '--filter: expected key=value, got "quick"',
        '--filter: expected key to be one of scenario, tag, runtime, memory, architecture, package, layers, snapStart, event, timeout, ephemeralStorage, region, got "tga"',
        '--filter: expected tag to be one of quick, js, slow, got "quikc"',
        '--filter: expected memory to be one of 128, 512, got "64"',
      ].join("\n"),
    );
  });

  test("that leave nothing together are reported", () => {
    expect(() => planOf([first, second], { filters: ["tag=slow", "memory=512"] })).toThrow(
      "--filter: expected filters that leave a variant, got tag=slow memory=512",
    );
  });

  test("do not change the ids of what they leave", () => {
    const scenario = scenarioOf({ axes: { timeout: [3, 6] } });
    expect(planOf([scenario], { filters: ["timeout=6"] }).variants[0]?.id).toMatch(/\/timeout=6$/);
  });
});

describe("counts", () => {
  test("are the scenario's, unless the command line says others", () => {
    expect(planOf([first]).variants[0]?.samples).toEqual({ cold: 2, warm: 1, settle: 0, warmupBlocks: 1 });
    const plan = planOf([first], { cold: 7, warm: 0 });
    expect(plan.variants[0]?.samples).toEqual({ cold: 7, warm: 0, settle: 0, warmupBlocks: 1 });
    expect(plan.blocks).toBe(8);
  });

  test("of blocks are the largest of all variants", () => {
    const long = { ...second, samples: { cold: 9, warm: 0, settle: 0, warmupBlocks: 0 } };
    expect(planOf([first, long]).blocks).toBe(9);
  });
});

describe("the digest", () => {
  const digestOf = (scenario: Scenario, options: Partial<PlanOptions> = {}): string =>
    planOf([scenario], options).digest;

  test("gives the seed its default, and does not hang on the seed", () => {
    const plan = planOf([first]);
    expect(plan.seed).toBe(Number.parseInt(plan.digest.slice(0, 8), 16));
    expect(planOf([first], { seed: 7 })).toMatchObject({ seed: 7, digest: plan.digest });
  });

  test("is the same in another folder", () => {
    const moved = scenarioOf({
      file: "/elsewhere/x/hello.yaml",
      folder: "/elsewhere/x",
      runtimes: [runtimeOf("nodejs24.x", { code: "/elsewhere/x/hello" })],
    });
    expect(digestOf(moved)).toBe(digestOf(scenarioOf()));
  });

  test.each([
    ["a count", scenarioOf({ samples: { cold: 3, warm: 1, settle: 0, warmupBlocks: 1 } })],
    ["an event", scenarioOf({ axes: { event: [{ name: "direct", json: "[]" }] } })],
    ["a variable's value", scenarioOf({ runtimes: [runtimeOf("nodejs24.x", { environment: { AB: "1" } })] })],
    ["a hook", scenarioOf({ hooks: { prepare: "make" } })],
    ["a timeout", scenarioOf({ axes: { timeout: [4] } })],
  ])("changes with %s", (_what, changed) => {
    expect(digestOf(changed)).not.toBe(digestOf(scenarioOf()));
  });

  test("changes with the sides", () => {
    expect(digestOf(first, { sides: ["baseline", "candidate"] })).not.toBe(digestOf(first));
  });
});

test("a wrong include of every scenario is reported at once", () => {
  const wrong = (place: string): Scenario =>
    scenarioOf({ name: place, include: [{ place, values: { event: "gone" } }] });
  expect(() => planOf([wrong("a"), wrong("b")])).toThrow(
    "a.event: expected one of direct, got gone\nb.event: expected one of direct, got gone",
  );
});
