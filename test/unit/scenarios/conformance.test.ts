import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { loadScenarios } from "../../../src/scenario/load.ts";
import { root } from "./call-handler.ts";

test("the conformance scenario runs the function on every client and both bundled bootstraps", async () => {
  const [scenario] = await loadScenarios(["scenarios/conformance"], {}, root);
  expect(scenario?.tags).not.toContain("quick");
  expect(scenario?.runtimes.map((runtime) => runtime.label)).toEqual([
    "nodejs22.x",
    "nodejs22.x-ric",
    "nodejs24.x",
    "nodejs24.x-ric",
    "python3.11",
    "python3.11-ric",
    "provided.al2023-go",
    "provided.al2023-rust",
    "java17",
  ]);
});

test("the tests build the Rust function with the dependencies that the scenario builds it with", () => {
  const inTests = dependencies("test/extensions/function/Cargo.toml");
  expect(inTests).toContain("lambda_runtime");
  expect(inTests).toBe(dependencies("scenarios/conformance/functions/rust/Cargo.toml"));
});

function dependencies(manifest: string): string {
  const sections = readFileSync(join(root, manifest), "utf8").split(/^(?=\[)/m);
  return sections.find((section) => section.startsWith("[dependencies]"))?.trim() ?? "";
}
