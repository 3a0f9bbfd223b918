import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Disk } from "../../../src/scenario/context.ts";
import { type ReadScenario, readScenario } from "../../../src/scenario/read-scenario.ts";

/** A disk on which every path is a folder, and files cannot be read. */
const disk: Disk = {
  kind: () => "folder",
  list: () => [],
  read: () => {
    throw new Error("nothing to read");
  },
};

function read(text: string): ReadScenario {
  return readScenario({ text, file: "/s/a.yaml", shown: "a.yaml", env: { SECRET: "s3cr3t-value" }, disk });
}

const keys = [
  "name",
  "tags",
  "target",
  "function",
  "runtimes",
  "matrix",
  "include",
  "exclude",
  "event",
  "samples",
];
const innerKeys = [
  "code",
  "handler",
  "build",
  "environment",
  "nodejs24.x",
  "runtime",
  "memory",
  "layers",
  "event",
  "timeout",
  "cold",
  "name",
  "__proto__",
];
const values = fc.letrec((tie) => ({
  value: fc.oneof(
    { maxDepth: 3 },
    fc.constantFrom<unknown>(
      null,
      true,
      3,
      128,
      -1,
      "sqs",
      "x",
      "index.handler",
      "${".concat("env:SECRET}"),
      "nodejs24.x",
    ),
    fc.array(tie("value"), { maxLength: 3 }),
    fc.dictionary(fc.constantFrom(...innerKeys), tie("value"), { maxKeys: 4 }),
  ),
})).value;

describe("whatever a file holds", () => {
  test("it is a scenario or has problems with a place, and nothing is thrown", () => {
    fc.assert(
      fc.property(fc.dictionary(fc.constantFrom(...keys), values, { maxKeys: 6 }), (file) => {
        const { scenario, problems } = read(JSON.stringify(file));
        expect(scenario !== undefined || problems.length > 0).toBe(true);
        for (const problem of problems) {
          expect(problem.place).toMatch(/^a\.yaml:\d+:\d+/);
          expect(problem.message).toMatch(/^expected .*, got/s);
          expect(problem.message).not.toContain("s3cr3t-value");
        }
      }),
      { numRuns: 500 },
    );
  });

  test("any text is read without throwing", () => {
    const pieces = fc.constantFrom(
      "runtimes",
      ":",
      " ",
      "\n",
      "\t",
      "- ",
      "{",
      "}",
      "[",
      "]",
      "&a",
      "*a",
      "!x",
      '"',
      "'",
      "|",
      "#",
      "?",
      "%",
      "---",
    );
    fc.assert(
      fc.property(fc.array(pieces, { maxLength: 30 }), (text) => {
        for (const { place } of read(text.join("")).problems) {
          expect(place).toMatch(/^a\.yaml:\d+:\d+/);
        }
      }),
      { numRuns: 2000 },
    );
  });
});
