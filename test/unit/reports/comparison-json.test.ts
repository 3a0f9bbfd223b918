import { readFileSync } from "node:fs";
import { Ajv2020 } from "ajv/dist/2020.js";
import { describe, expect, it } from "vitest";
import { comparisonJson } from "../../../src/reports/comparison-json.ts";
import { comparisonJsonSchema } from "../../../src/reports/comparison-schema.ts";
import {
  changedComparison,
  forcedComparison,
  hostileComparison,
  hugeComparison,
  unchangedComparison,
} from "./a-comparison.ts";

const schema: unknown = JSON.parse(comparisonJsonSchema());

describe("the JSON of a comparison", () => {
  it("has a published schema that is up to date", () => {
    const published = readFileSync(
      new URL("../../../schema/comparison.schema.json", import.meta.url),
      "utf8",
    );
    expect(published, "run `npm run build && npm run generate`").toBe(comparisonJsonSchema());
  });

  it.each([
    ["changed", changedComparison()],
    ["forced", forcedComparison()],
    ["unchanged", unchangedComparison("runs")],
    ["hostile", hostileComparison()],
    ["huge", hugeComparison(50)],
  ])("of one that is %s keeps to it, and has no field that it does not describe", (_name, compared) => {
    const validate = new Ajv2020({ strict: true, strictTypes: false }).compile(closed(schema) as object);
    expect([validate(JSON.parse(comparisonJson(compared))), validate.errors]).toEqual([true, null]);
  });

  it("is refused by it when a verdict is none", () => {
    const validate = new Ajv2020().compile(schema as object);
    const text = comparisonJson(changedComparison()).replaceAll('"verdict": "slower"', '"verdict": "slow"');
    expect(validate(JSON.parse(text))).toBe(false);
  });

  it("leaves out the ends of intervals that could not be told", () => {
    const { variants } = JSON.parse(comparisonJson(changedComparison()));
    expect(variants.at(-1).differences[0].shift).toEqual({ value: expect.closeTo(0.2) });
    expect(comparisonJson(changedComparison())).not.toContain("null");
  });
});

/** The same schema without room for fields that it does not describe. */
function closed(value: unknown): unknown {
  if (Array.isArray(value)) {
    return value.map(closed);
  }
  if (value === null || typeof value !== "object") {
    return value;
  }
  const entries = Object.entries(value).map(([key, held]) => [key, closed(held)] as const);
  const isObject = "type" in value && value.type === "object" && "properties" in value;
  return Object.fromEntries([...entries, ...(isObject ? [["additionalProperties", false] as const] : [])]);
}
