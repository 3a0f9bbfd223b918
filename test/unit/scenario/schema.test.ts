import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { scenarioJsonSchema } from "../../../src/scenario/json-schema.ts";
import { loadOne } from "./scenario-folder.ts";

/** Every key of a scenario file at once. */
const everything = `# yaml-language-server: $schema=../schema/scenario.schema.json
name: order-api
description: Order lookup behind API Gateway
tags: [quick]
target: auto
function:
  code: functions/order-api
  handler: index.handler
  build: npm ci --omit=dev
  timeout: 3
  ephemeralStorage: 512
  environment: { LOG_LEVEL: warn, TOKEN: "\${env:TOKEN}" }
image: { dockerfile: Dockerfile, entrypoint: [a], command: [b], workdir: /c }
runtimes:
  nodejs24.x: {}
  nodejs24.x-bundled: { runtime: nodejs24.x, code: functions/order-api/bundle }
  nodejs22.x-ric: { runtime: nodejs22.x, bootstrap: [node, node_modules/aws-lambda-ric/bin/index.mjs, index.handler] }
  python3.13: { code: functions/order-api-py, handler: app.handler }
  provided.al2023: { code: functions/order-api-rs, build: cargo build --release }
matrix:
  memory: [128, 512, 1769]
  architecture: [x86_64]
  package: [zip]
  layers:
    none: []
    otel: [layers/otel]
  snapStart: [false]
  event: { small: sqs, large: { name: sqs, records: 10 } }
  timeout: [3]
  ephemeralStorage: [512]
include: [{ runtime: nodejs24.x, memory: 3008 }]
exclude: [{ runtime: python3.13, memory: 1769 }]
expect: { statusCode: 200 }
samples:
  cold: 20
  warm: 10
  settle: 0
  precision: 2%
  warmupBlocks: 1
  maxTime: 10m
hooks: { prepare: make seed, conclude: make clean, beforeBlock: "true", afterBlock: "true" }
budgets: { coldStart.p90: 800ms, init.p50: +5% }
compare: { smallestEffect: { relative: 3%, absolute: 1ms }, equivalence: { relative: 5%, absolute: 2ms } }
recycle: { lifetime: 45m, idle: none }
docker: { network: bridge, freeze: false, cpuPeriod: 20ms, limitCpu: true, boostInit: true }
lambda: { regions: [us-east-1], method: config-update, invoke: sync, provisioned: 0, logFormat: text }
`;

const files = {
  "functions/order-api/bundle/": "",
  "functions/order-api-py/": "",
  "functions/order-api-rs/": "",
  "layers/otel/": "",
  Dockerfile: "",
};

describe("the schema", () => {
  test("is published as it is", () => {
    const published = readFileSync(new URL("../../../schema/scenario.schema.json", import.meta.url), "utf8");
    expect(published, "run `npm run build && npm run generate`").toBe(scenarioJsonSchema());
  });

  test("describes every key for editors", () => {
    expect(undescribed(JSON.parse(scenarioJsonSchema()), "")).toEqual([]);
  });

  test("accepts a scenario that sets everything", async () => {
    const scenario = await loadOne(everything, files, { TOKEN: "t" });
    expect(scenario.runtimes).toHaveLength(5);
    expect(scenario.axes.event.map(({ name }) => name)).toEqual(["small", "large"]);
    expect(scenario.lambda).toEqual({
      regions: ["us-east-1"],
      method: "config-update",
      invoke: "sync",
      provisioned: 0,
      logFormat: "text",
    });
    expect(scenario.notYetUsed).toEqual([]);
  });
});

/** Paths of properties without a description. */
function undescribed(schema: unknown, path: string): readonly string[] {
  if (typeof schema !== "object" || schema === null) {
    return [];
  }
  const children = Object.entries(schema).flatMap(([key, value]) =>
    key === "properties" ? [] : undescribed(value, path),
  );
  const properties = Object.entries(("properties" in schema && schema.properties) || {}).flatMap(
    ([key, value]) => [
      ...(Object.hasOwn(Object(value), "description") ? [] : [`${path}.${key}`]),
      ...undescribed(value, `${path}.${key}`),
    ],
  );
  return [...children, ...properties];
}
