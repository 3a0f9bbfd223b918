import { describe, expect, test } from "vitest";
import { familyOf, runtimeIdentifiers } from "../../../src/runtimes/identifiers.ts";

describe("runtime identifiers", () => {
  test("name each runtime once", () => {
    expect(new Set(runtimeIdentifiers).size).toBe(runtimeIdentifiers.length);
  });

  test("all belong to a family whose name they begin with", () => {
    for (const identifier of runtimeIdentifiers) {
      const family = familyOf(identifier);
      expect(family).toBeDefined();
      expect(identifier.startsWith(family ?? "?")).toBe(true);
    }
  });

  test("of other clouds and of typing errors have no family", () => {
    expect(familyOf("nodejs24")).toBeUndefined();
    expect(familyOf("toString")).toBeUndefined();
    expect(familyOf("")).toBeUndefined();
  });
});
