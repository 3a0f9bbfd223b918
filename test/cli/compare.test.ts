import { readFileSync } from "node:fs";
import { Ajv2020 } from "ajv/dist/2020.js";
import { beforeAll, describe, expect, it } from "vitest";
import { xmlProblem } from "../unit/reports/well-formed.ts";
import { runManifest } from "../unit/samples/a-manifest.ts";
import { breakSamples, cutSamples, ofTwoSides, writeRun } from "./run-directories.ts";
import { type Workplace, workplace } from "./thaw.ts";

let place: Workplace;
beforeAll(() => {
  place = workplace();
  writeRun(place, "base", [{ factor: 1 }]);
  writeRun(place, "alike", [{ factor: 1 }]);
  writeRun(place, "slow", [{ factor: 1.5 }]);
  const sides = (factor: number) => [
    { side: "baseline", factor: 1 } as const,
    { side: "candidate", factor } as const,
  ];
  writeRun(place, "sides", sides(1.3), ofTwoSides);
  writeRun(place, "quicker", sides(0.8), ofTwoSides);
  writeRun(place, "docker", [{ factor: 1 }], { target: "docker" });
  const budgets = { "coldStart.p50": "10ms", "init.p50": "+5%" };
  writeRun(place, "budgets", [{ factor: 1 }], { rules: [{ scenario: "hello", budgets }] });
});

describe("thaw compare of two runs", () => {
  it("finds the slower one, exit code 1, and says that drift is not excluded", async () => {
    const run = await place.start(["compare", "base", "slow"]);
    expect(run.exitCode).toBe(1);
    expect(run.stdout).toMatch(
      /^1 of 1 variant starts slower: hello\/nodejs24\.x (init|coldStart) \+\d+\.?\d* ms \(\+/,
    );
    expect(run.stdout).toContain("Drift between them is not excluded");
    expect(run.stdout).toMatch(/hello\/nodejs24\.x +init .* slower/);
    expect(run.stderr).toContain("gate (--fail-on any): failed");
    expect(run.stderr).toContain("hello/nodejs24.x/512/x86_64/zip/none: init is slower");
  });

  it("is content with one that is faster, exit code 0", async () => {
    const run = await place.start(["compare", "slow", "base"]);
    expect([run.exitCode, run.stdout]).toEqual([0, expect.stringMatching(/^1 of 1 variant starts faster/)]);
  });

  it("finds alike what is alike", async () => {
    const run = await place.start(["compare", "base", "alike"]);
    expect([run.exitCode, run.stdout]).toEqual([0, expect.stringMatching(/^No change/)]);
  });

  it("gates on nothing but budgets where that is asked for", async () => {
    expect((await place.start(["compare", "base", "slow", "--fail-on", "budget"])).exitCode).toBe(0);
    expect((await place.start(["compare", "base", "slow", "--fail-on", "slower"])).exitCode).toBe(1);
  });

  it("judges the budgets of the candidate", async () => {
    const run = await place.start(["compare", "base", "budgets"]);
    expect(run.exitCode).toBe(1);
    expect(run.stdout).toMatch(/2 budgets: 1 broken, 1 held/);
  });

  it("judges only what is watched", async () => {
    const run = await place.start(["compare", "base", "slow", "--watch", "warm.invoke"]);
    expect([run.exitCode, run.stdout]).toEqual([0, expect.stringMatching(/^No change/)]);
  });

  it("refuses what should not be compared with every reason, and compares it by force", async () => {
    const refused = await place.start(["compare", "base", "docker"]);
    expect([refused.exitCode, refused.stdout]).toEqual([2, ""]);
    expect(refused.stderr).toContain("The target differs: process in the baseline, docker in the candidate.");
    expect(refused.stderr).toContain("\n  --force compares them all the same");
    const forced = await place.start(["compare", "base", "docker", "--force", "--format", "md"]);
    expect(forced.stdout).toContain(
      "> - The target differs: process in the baseline, docker in the candidate.",
    );
  });
});

describe("thaw compare of one run", () => {
  it("compares its two sides", async () => {
    const run = await place.start(["compare", "sides"]);
    expect(run.exitCode).toBe(1);
    expect(run.stdout).toContain("Baseline main (0123456), candidate working tree (0123456)");
    expect(run.stdout).not.toContain("Drift");
    expect((await place.start(["compare", "quicker"])).exitCode).toBe(0);
  });

  it("refuses one that has only one", async () => {
    const run = await place.start(["compare", "base"]);
    expect(run.exitCode).toBe(2);
    expect(run.stderr).toContain(
      "base: expected a run of two sides, got one that was measured without --baseline\n  name a second run",
    );
  });
});

describe("the formats of thaw compare", () => {
  it("are whole and alone on stdout", async () => {
    const of = async (...flags: string[]) => (await place.start(["compare", "sides", ...flags])).stdout;
    expect(await of("--format", "md")).toMatch(/^\*\*1 of 1 variant starts slower\*\*: /);
    const schema = JSON.parse(
      readFileSync(new URL("../../schema/comparison.schema.json", import.meta.url), "utf8"),
    );
    const json = await of("--json");
    expect(new Ajv2020().compile(schema)(JSON.parse(json))).toBe(true);
    expect(await of("--format", "json")).toBe(json);
    expect(xmlProblem(await of("--format", "junit"))).toBeUndefined();
    expect(await of("--format", "github")).toMatch(
      /^::error title=hello\/nodejs24\.x (init|coldStart)::slower: /,
    );
  });

  it("are the same each time", async () => {
    const [one, other] = await Promise.all([1, 2].map(() => place.start(["compare", "sides", "--json"])));
    expect(one?.stdout).toBe(other?.stdout);
  });

  it("leave a silent gate loud: --quiet says why it failed", async () => {
    const run = await place.start(["compare", "sides", "--quiet"]);
    expect([run.exitCode, run.stdout]).toEqual([1, ""]);
    expect(run.stderr).toContain("init is slower");
  });
});

describe("bad input of thaw compare", () => {
  it.each([
    ["no run directory", ["nowhere", "base"], /nowhere: expected a run directory, got nothing/],
    [
      "an unknown phase",
      ["base", "slow", "--watch", "initt"],
      /--watch: expected .*, got "initt"\n {2}did you mean "init"/,
    ],
    ["an unknown format", ["base", "slow", "--format", "xml"], /Allowed choices are md, json, junit, github/],
    ["an unknown gate", ["base", "slow", "--fail-on", "faster"], /Allowed choices are slower, budget, any/],
  ])("is %s: exit code 2", async (_what, args, message) => {
    const run = await place.start(["compare", ...args]);
    expect([run.exitCode, run.stdout]).toEqual([2, ""]);
    expect(run.stderr).toMatch(message);
  });

  it("is a file that is damaged, or of another version: exit code 2 with the place", async () => {
    writeRun(place, "damaged", [{ factor: 1 }]);
    breakSamples(place, "damaged", 1000);
    const damaged = await place.start(["compare", "base", "damaged"]);
    expect(damaged.exitCode).toBe(2);
    expect(damaged.stderr).toMatch(/damaged\/samples\.ndjson:\d+: expected /);
    writeRun(place, "cut", [{ factor: 1 }]);
    cutSamples(place, "cut", 10_000);
    const cut = await place.start(["compare", "base", "cut"]);
    expect(cut.exitCode).toBe(2);
    expect(cut.stderr).toMatch(/cut\/samples\.ndjson: expected a whole environment at its end/);
    place.write("newer/run.json", JSON.stringify({ ...runManifest(), formatVersion: 99 }));
    const newer = await place.start(["compare", "base", "newer"]);
    expect([newer.exitCode, newer.stderr]).toEqual([
      2,
      expect.stringContaining("expected format version 1, got 99"),
    ]);
  });
});

describe("the reports of a run of two sides", () => {
  it("begin with the comparison, and are rebuilt byte for byte", async () => {
    await place.start(["report", "sides"]);
    const first = place.read("sides/report.md");
    expect(first).toMatch(
      /^# Cold starts of hello\n\n## Candidate against baseline\n\n\*\*1 of 1 variant starts slower/,
    );
    await place.start(["report", "sides"]);
    expect(place.read("sides/report.md")).toBe(first);
  });

  it("hold the comparison in JSON", async () => {
    const { comparison } = JSON.parse((await place.start(["report", "sides", "--json"])).stdout);
    expect(comparison).toMatchObject({ kind: "sides", variants: [{ verdict: "slower" }] });
  });
});

describe("the reports of a run with budgets", () => {
  it("say which held, and that relative ones are not applicable", async () => {
    await place.start(["report", "budgets"]);
    const report = place.read("budgets/report.md");
    expect(report).toContain("## Budgets\n\n2 budgets: 1 broken, 1 not applicable.");
  });
});
