import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { builtinEvents } from "../../../src/events/builtin-events.ts";
import { createPlan } from "../../../src/plan/create-plan.ts";
import { loadScenarios } from "../../../src/scenario/load.ts";
import { scenarioSchema } from "../../../src/scenario/schema.ts";
import { folderWith, loadProblems } from "./scenario-folder.ts";

const guide = readFileSync(new URL("../../../docs/write-a-scenario.md", import.meta.url), "utf8");

/** What the examples of the guide refer to. */
const files = {
  "functions/hello/index.mjs": "",
  "functions/hello/Dockerfile": "",
  "functions/order-api/index.mjs": "",
  "functions/order-api/bundle/index.mjs": "",
  "functions/order-api-py/app.py": "",
  "functions/order-api-rs/Cargo.toml": "",
  "layers/otel/": "",
  "events/order.json": '{"orderId":42}',
};

function blocks(language: string): readonly string[] {
  return [...guide.matchAll(/^```(.*)\n([\s\S]*?)^```$/gm)].flatMap(([, info, body]) =>
    info === language && body !== undefined ? [body] : [],
  );
}

const [smallest = "", ...others] = blocks("yaml");

describe("the guide to scenario files", () => {
  test.each([smallest, ...others])("shows a scenario that is right: %s", async (example) => {
    const yaml = /^runtimes:/m.test(example) ? example : `${smallest}${example}`;
    const folder = join(folderWith(inScenarios({ ...files, "hello.yaml": yaml })));
    const scenarios = await loadScenarios(["scenarios"], { TOKEN: "t" }, folder);
    const plan = createPlan(scenarios, { filters: [], hostArchitecture: "x86_64" });
    expect(plan.variants.length).toBeGreaterThan(0);
    expect(plan.notYetUsed).toEqual([]);
  });

  test("has the examples that it had", () => {
    expect(others.length).toBeGreaterThanOrEqual(9);
  });

  test("shows the errors of a wrong scenario word for word", async () => {
    const [wrong = ""] = blocks("yaml wrong");
    const [errors = ""] = blocks("text");
    const folder = folderWith(inScenarios({ ...files, "hello.yaml": wrong }));
    expect(`${(await loadProblems(folder, ["scenarios"])).join("\n")}\n`).toBe(errors);
  });

  test("names every key and every parameter of a built-in event", () => {
    const sampleKeys = ["cold", "warm", "settle", "precision", "warmupBlocks", "maxTime"];
    const keys = Object.keys(scenarioSchema.shape).filter((key) => key !== "$schema");
    const parameters = builtinEvents.flatMap(({ name, parameters: own }) => [name, ...Object.keys(own)]);
    for (const word of [...keys, ...sampleKeys, ...parameters]) {
      expect(guide).toContain(`\`${word}\``);
    }
  });
});

function inScenarios(content: Readonly<Record<string, string>>): Readonly<Record<string, string>> {
  return Object.fromEntries(Object.entries(content).map(([path, text]) => [`scenarios/${path}`, text]));
}
