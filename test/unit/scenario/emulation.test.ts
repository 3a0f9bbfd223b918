import { describe, expect, test } from "vitest";
import { createPlan } from "../../../src/plan/create-plan.ts";
import { loadScenarios } from "../../../src/scenario/load.ts";
import { folderWith, loadProblems } from "./scenario-folder.ts";

const start = "function: { code: fn, handler: index.handler }\nruntimes: { nodejs24.x: {} }\n";

async function variantOf(more: string) {
  const folder = folderWith({ "fn/index.mjs": "", "a.yaml": `${start}${more}` });
  const scenarios = await loadScenarios(["a.yaml"], {}, folder);
  return createPlan(scenarios, { filters: [], hostArchitecture: "x86_64" }).variants[0];
}

describe("what a local environment goes by", () => {
  test("is left to the target but for the lifetime where a file says nothing", async () => {
    const variant = await variantOf("");
    expect(variant?.emulation).toEqual({});
    expect(variant?.recycle).toEqual({ lifetimeMs: 45 * 60_000 });
  });

  test("is taken from the file", async () => {
    const variant = await variantOf(
      "emulation: { shutdownReason: lower-case, runtimeShutdown: 600ms, timeoutError: Sandbox.Timeout, functionErrorStatus: error, streamBandwidth: lambda }\n" +
        "recycle: { lifetime: 2h, idle: 5m }\n",
    );
    expect(variant?.emulation).toEqual({
      shutdownReason: "lower-case",
      runtimeShutdownMs: 600,
      timeoutError: "Sandbox.Timeout",
      functionErrorStatus: "error",
      streamBandwidth: true,
    });
    expect(variant?.recycle).toEqual({ lifetimeMs: 7_200_000, idleMs: 300_000 });
  });

  test("names what it may be where it is something else", async () => {
    const yaml = `${start}emulation: { shutdownReason: UPPER }\nrecycle: { idle: never }\n`;
    const folder = folderWith({ "fn/index.mjs": "", "a.yaml": yaml });
    const problems = (await loadProblems(folder, ["a.yaml"])).join("\n");
    expect(problems).toMatch(/emulation\.shutdownReason: expected .*upper-case.*lower-case, got "UPPER"/);
    expect(problems).toMatch(/recycle\.idle: expected none or a duration such as 5m, got "never"/);
  });
});
