import { describe, expect, it } from "vitest";
import { parseSample } from "../../../src/samples/parse-sample.ts";
import type { Sample } from "../../../src/samples/sample.ts";
import { formatSample } from "../../../src/samples/sample-line.ts";
import { coldSample, warmSample } from "./a-sample.ts";

const parsed = (sample: Sample) => parseSample(formatSample(sample));

describe("parsing a sample", () => {
  it.each([
    coldSample({ failedInitMs: 10_000.5, suppressedInitMs: 61 }),
    warmSample({ suppressedInitMs: 50 }),
    warmSample({ recycled: true, last: true }),
    coldSample({ extensionInitMs: { otel: 31.5 }, extensionOverheadMs: { otel: 0 } }),
  ])("gives back what was written of resets, limits and extensions (%#)", (sample) => {
    expect(parsed(sample)).toEqual({ sample });
  });

  it.each([
    ["failedInitMs", '"10"', "a number"],
    ["suppressedInitMs", "null", "a number"],
    ["recycled", "false", "one of true"],
    ["extensionInitMs", '{"otel":"31"}', "an object of numbers"],
  ])("names %s when it is not as it must be", (field, value, expected) => {
    const line = formatSample(warmSample()).replace("}\n", `,"${field}":${value}}\n`);
    expect(parseSample(line)).toEqual({ problem: `${field}: expected ${expected}, got ${value}` });
  });
});
