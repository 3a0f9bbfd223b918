import { describe, expect, it } from "vitest";
import { runtimeIdentifiers } from "../../../src/runtimes/identifiers.ts";
import { binaryNames, describeVersion, matchesVersion, versionOf } from "../../../src/runtimes/version.ts";

describe("the version that an identifier stands for", () => {
  it.each([
    ["nodejs24.x", "Node.js 24", ["node24", "node-24", "node"]],
    ["python3.13", "Python 3.13", ["python3.13", "python3", "python"]],
  ])("is known of %s", (identifier, described, names) => {
    const version = versionOf(identifier);
    expect(version && describeVersion(version)).toBe(described);
    expect(version && binaryNames(version)).toEqual(names);
  });

  it("is known of every nodejs and python runtime and of no other", () => {
    for (const identifier of runtimeIdentifiers) {
      expect(versionOf(identifier) !== undefined).toBe(/^(nodejs|python)/.test(identifier));
    }
  });

  it.each([
    ["nodejs24.x", "v24.1.0", true],
    ["nodejs24.x", "v2.4.0", false],
    ["nodejs24.x", "v240.0.0", false],
    ["python3.1", "3.10.2", false],
    ["python3.10", "3.10.2", true],
    ["python3.11", "3.10.2", false],
    ["python3.11", "3.1", false],
  ])("of %s: is %s one? %s", (identifier, reported, expected) => {
    const version = versionOf(identifier) ?? { family: "python" as const, version: identifier.slice(6) };
    expect(matchesVersion(version, reported)).toBe(expected);
  });
});
