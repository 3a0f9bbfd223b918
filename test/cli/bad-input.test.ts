import { existsSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { nodeRuntime, oneFunction, workplace } from "./thaw.ts";

const good = oneFunction("export const handler = async () => 1;");

/** What stands in the scenario, and what the message must hold. */
const cases: readonly (readonly [string, string, RegExp])[] = [
  [
    "an unknown key",
    `function: { code: fn, handler: index.handler }\nruntimes: { ${nodeRuntime}: {} }\nmatrx: {}`,
    /a\.yaml:3:1 matrx: .*\n\s*did you mean "matrix"\?/,
  ],
  [
    "a limit exceeded",
    `function: { code: fn, handler: index.handler }\nruntimes: { ${nodeRuntime}: {} }\nmatrix: { memory: [64] }`,
    /a\.yaml:3:\d+ matrix\.memory\[0\]: expected 128 to 10240 MB, got 64/,
  ],
  [
    "a missing folder",
    `function: { code: nowhere, handler: index.handler }\nruntimes: { ${nodeRuntime}: {} }`,
    /a\.yaml:1:\d+ function\.code: .*nowhere/,
  ],
  [
    "a missing handler",
    `function: { code: fn, handler: other.handler }\nruntimes: { ${nodeRuntime}: {} }`,
    /a\.yaml:1:\d+ function\.handler: .*other/,
  ],
  ["bad YAML", `function: { code: fn\nruntimes: [`, /a\.yaml:\d+:\d+/],
  [
    "an unknown runtime",
    `function: { code: fn, handler: index.handler }\nruntimes: { nodjs22.x: {} }`,
    /a\.yaml:2:\d+ runtimes.*nodjs22\.x[\s\S]*did you mean "nodejs22\.x"\?/,
  ],
  [
    "an unknown event",
    `function: { code: fn, handler: index.handler }\nruntimes: { ${nodeRuntime}: {} }\nevent: sqz`,
    /a\.yaml:3:\d+ event: [\s\S]*did you mean "sqs"\?/,
  ],
];

describe("wrong input", () => {
  it.each(cases)("%s is exit code 2 with its place, and nothing is written", async (_what, yaml, message) => {
    const place = workplace({ ...good, "a.yaml": yaml });
    const run = await place.start(["run", "a.yaml", "--out", "out"]);
    expect(run.exitCode).toBe(2);
    expect(run.stderr).toMatch(message);
    expect(run.stderr).not.toMatch(/\n\s+at /);
    expect(existsSync(place.path("out"))).toBe(false);
    expect(place.leftovers()).toEqual([]);
  });

  it("tells every problem of every file at once", async () => {
    const place = workplace({
      ...good,
      "s/a.yaml": "function: 1\n",
      "s/b.yaml": "runtimes: { x: {} }\nfoo: 1\n",
    });
    const run = await place.start(["validate", "s"]);
    expect(run.exitCode).toBe(2);
    expect(run.stderr).toContain("s/a.yaml:1");
    expect(run.stderr).toContain("s/b.yaml:2");
  });

  it("refuses two scenarios of one name, naming both files", async () => {
    const yaml = `name: same\n${good["one.yaml"]}`;
    const place = workplace({ ...good, "a.yaml": yaml, "b.yaml": yaml });
    const run = await place.start(["plan", "a.yaml", "b.yaml"]);
    expect(run.exitCode).toBe(2);
    expect(run.stderr).toMatch(/a\.yaml[\s\S]*b\.yaml|b\.yaml[\s\S]*a\.yaml/);
  });

  it("refuses an output that holds anything, and one that cannot be made", async () => {
    const place = workplace({ ...good, "out/notes.txt": "mine" });
    const occupied = await place.start(["run", "one.yaml", "--out", "out"]);
    expect(occupied.exitCode).toBe(2);
    expect(occupied.stderr).toContain("out");
    expect(place.read("out/notes.txt")).toBe("mine");
    const impossible = await place.start(["run", "one.yaml", "--out", "one.yaml/out"]);
    expect(impossible.exitCode).toBe(2);
    expect(impossible.stderr.trim().split("\n").length).toBeLessThanOrEqual(2);
  });

  it("refuses unknown flags, commands and filters, with the nearest known one", async () => {
    const place = workplace(good);
    const flag = await place.start(["run", "--colt", "3"]);
    expect([flag.exitCode, flag.stderr]).toEqual([2, expect.stringContaining("--cold")]);
    const command = await place.start(["rum"]);
    expect([command.exitCode, command.stderr]).toEqual([2, expect.stringContaining("run")]);
    const filter = await place.start(["plan", "one.yaml", "--filter", "memry=128"]);
    expect([filter.exitCode, filter.stderr]).toEqual([2, expect.stringContaining("memory")]);
  });

  it("refuses what is not a run directory, or is one no longer", async () => {
    const place = workplace({ ...good, "empty/x": "", "cut/run.json": '{"formatVersion":1,' });
    for (const args of [
      ["report", "empty"],
      ["report", "cut"],
      ["run", "--resume", "empty"],
      ["report", "nowhere"],
    ]) {
      const run = await place.start(args);
      expect(run.exitCode).toBe(2);
      expect(run.stderr).toContain(args.at(-1));
      expect(run.stderr).not.toMatch(/\n\s+at /);
    }
  });
});
