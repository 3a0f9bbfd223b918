import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Variant } from "../../src/plan/variant.ts";
import { layerOf } from "../process/script-layer.ts";
import { partPath } from "../real/parts.ts";
import { withoutEngine } from "./engine.ts";
import { type DockerBench, openDockerBench, phpLayer } from "./fixture.ts";

const name = `the base images${withoutEngine === undefined ? "" : ` (${withoutEngine})`}`;
const wrapper = '#!/bin/sh\nexport WRAPPED_PROGRAM="$1"\nexec "$@"\n';

const php: Partial<Variant> = {
  runtime: "provided.al2023",
  code: conformance("php"),
  handler: "index.php",
};
/** Managed runtimes, and the program that Lambda's bootstrap starts in each. */
const managed: readonly (readonly [string, string, () => Partial<Variant>])[] = [
  ["nodejs22.x", "node", () => ({ code: conformance("nodejs"), handler: "index.handler" })],
  ["nodejs24.x", "node", () => ({ code: conformance("nodejs"), handler: "index.handler" })],
  ["python3.11", "python3.11", () => ({ code: conformance("python"), handler: "app.handler" })],
  ["java17", "java", () => ({ code: partPath("function-java"), handler: "conformance.Function" })],
  ["ruby3.3", "ruby", () => ({ code: conformance("ruby"), handler: "app.handler" })],
];
const provided: readonly (readonly [string, () => Partial<Variant>])[] = [
  ["aws-lambda-go", () => ({ runtime: "provided.al2023", code: partPath("function-go") })],
  ["lambda_runtime", () => ({ runtime: "provided.al2023", code: partPath("function-rust") })],
  ["PHP, which the function brings", () => ({ ...php, build: phpLayer })],
];

describe.skipIf(withoutEngine !== undefined)(name, () => {
  let bench: DockerBench;
  beforeAll(async () => {
    bench = await openDockerBench();
  });
  afterAll(() => bench[Symbol.asyncDispose]());

  it.each(managed)(
    "run %s as Lambda does, through a wrapper where there is one",
    async (runtime, program, own) => {
      using wrapping = layerOf({ wrapper: { content: wrapper, mode: 0o755 } });
      const { observation, told } = await bench.invoke(
        { action: "env" },
        {
          ...own(),
          runtime,
          memoryMb: 512,
          layers: wrapping.layers,
          environment: { AWS_LAMBDA_EXEC_WRAPPER: "/opt/wrapper" },
        },
      );
      expect(observation.error).toBeUndefined();
      expect(told).toMatchObject({
        WRAPPED_PROGRAM: `/var/lang/bin/${program}`,
        LAMBDA_TASK_ROOT: "/var/task",
        PATH: "/var/lang/bin:/usr/local/bin:/usr/bin/:/bin:/opt/bin",
        LANG: "en_US.UTF-8",
      });
    },
  );

  it.each(provided)("run a function on provided.al2023: %s", async (_, changes) => {
    const { observation, told } = await bench.invoke({ action: "env" }, { memoryMb: 512, ...changes() });
    expect(observation.error).toBeUndefined();
    expect(told.AWS_EXECUTION_ENV).toBeUndefined();
  });

  it("run a function of PHP on the image that has it", async () => {
    await using own = await openDockerBench({}, { images: { "provided.al2023": "thaw/php:8.2" } });
    const { observation } = await own.invoke({}, { ...php, bootstrap: ["/var/runtime/bootstrap"] });
    expect(observation.error).toBeUndefined();
    expect(observation.status).toBe("ok");
  });

  it("look for gems where layers of the image's Ruby have them", async () => {
    const code = conformance("ruby");
    const { told } = await bench.invoke(
      { action: "env" },
      { runtime: "ruby3.3", code, handler: "app.handler" },
    );
    expect(told.GEM_PATH).toBe("/var/task/vendor/bundle/ruby/3.1.0:/opt/ruby/gems/3.1.0");
  });
});

function conformance(language: string): string {
  return fileURLToPath(new URL(`../../scenarios/conformance/functions/${language}`, import.meta.url));
}
