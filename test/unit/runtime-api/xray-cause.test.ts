import { describe, expect, it } from "vitest";
import { xrayCauseOf } from "../../../src/runtime-api/xray-cause.ts";

const cause = {
  exceptions: [
    { message: "no", type: "Error", stack: [{ path: "/var/task/index.mjs", line: 3, label: "handler" }] },
  ],
  working_directory: "/var/task",
  paths: ["/var/task/index.mjs"],
};

describe("an X-Ray cause", () => {
  it("is kept with the fields that X-Ray knows", () => {
    expect(JSON.parse(xrayCauseOf(JSON.stringify({ ...cause, other: 1 })) ?? "")).toEqual(cause);
  });

  it.each([undefined, "", "no JSON", "[]", "null", "{}", '{"paths":[]}'])("%s is none", (header) => {
    expect(xrayCauseOf(header)).toBeUndefined();
  });

  it("is cropped to what X-Ray takes, the first frames and exceptions first", () => {
    const stack = Array.from({ length: 2000 }, (_, line) => ({
      path: "/var/task/index.mjs",
      line,
      label: "f",
    }));
    const large = {
      ...cause,
      exceptions: [{ message: "deep", type: "RangeError", stack }, ...cause.exceptions],
    };
    const text = xrayCauseOf(JSON.stringify(large)) ?? "";
    expect(Buffer.byteLength(text)).toBeLessThanOrEqual(64 * 1024);
    const kept = JSON.parse(text);
    expect(kept.exceptions[0].type).toBe("RangeError");
    expect(kept.exceptions[0].stack[0].line).toBe(0);
    expect(kept.exceptions[0].stack.length).toBeGreaterThan(100);
  });

  it("is cropped also where a single text is too long", () => {
    const text = xrayCauseOf(JSON.stringify({ message: "é".repeat(100_000) })) ?? "";
    expect(Buffer.byteLength(text)).toBeLessThanOrEqual(64 * 1024);
    expect(JSON.parse(text).message).toMatch(/^é+$/);
  });
});
