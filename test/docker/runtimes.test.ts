import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Variant } from "../../src/plan/variant.ts";
import { functionFolder } from "../process/fixture.ts";
import { partPath } from "../real/parts.ts";
import { withoutEngine } from "./engine.ts";
import { type DockerBench, openDockerBench } from "./fixture.ts";

const name = `the base images${withoutEngine === undefined ? "" : ` (${withoutEngine})`}`;
const echo = { action: "echo", text: "héllo" };

describe.skipIf(withoutEngine !== undefined)(name, () => {
  let bench: DockerBench;
  beforeAll(async () => {
    bench = await openDockerBench();
  });
  afterAll(() => bench[Symbol.asyncDispose]());

  const variants: readonly (readonly [string, () => Partial<Variant>])[] = [
    ["nodejs22.x", () => ({ runtime: "nodejs22.x" })],
    ["nodejs24.x", () => ({ runtime: "nodejs24.x" })],
    ["python3.11", () => ({ runtime: "python3.11", code: functionFolder("python"), handler: "app.handler" })],
    [
      "java17",
      () => ({ runtime: "java17", code: partPath("function-java"), handler: "conformance.Function" }),
    ],
    ["aws-lambda-go", () => ({ runtime: "provided.al2023", code: partPath("function-go") })],
    ["lambda_runtime", () => ({ runtime: "provided.al2023", code: partPath("function-rust") })],
  ];
  it.each(variants)("run a function on %s", async (_, changes) => {
    const { observation } = await bench.invoke(echo, { memoryMb: 512, ...changes() });
    expect(observation.error).toBeUndefined();
    expect(observation.status).toBe("ok");
  });
});
