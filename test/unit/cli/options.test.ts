import { describe, expect, it } from "vitest";
import { runOptions } from "../../../src/cli/options.ts";
import { InputError } from "../../../src/shared/errors.ts";

function problemsOf(paths: readonly string[], raw: Record<string, unknown>): readonly string[] {
  try {
    runOptions(paths, raw);
    return [];
  } catch (error) {
    return error instanceof InputError ? error.message.split("\n") : [String(error)];
  }
}

describe("the flags of run", () => {
  it("are typed once they are read", () => {
    const options = runOptions([], {
      cold: "40",
      warm: "0",
      seed: "7",
      maxTime: "1.5m",
      runtimeBinary: ["nodejs22.x=/n=22"],
    });
    expect(options).toMatchObject({
      cold: 40,
      warm: 0,
      seed: 7,
      maxTimeMs: 90_000,
      runtimeBinaries: { "nodejs22.x": "/n=22" },
    });
  });

  it("are refused all at once, each with its place", () => {
    expect(
      problemsOf([], { cold: "0", warm: "-1", seed: "x", maxTime: "10", runtimeBinary: ["node"] }),
    ).toEqual([
      "--cold: expected a whole number from 1 to 1000000, got 0",
      "--warm: expected a whole number from 0 to 1000000, got -1",
      "--seed: expected a whole number from 0 to 4294967295, got x",
      "--max-time: expected a duration such as 90s or 10m, got 10",
      "--runtime-binary: expected ID=PATH, got node",
    ]);
  });

  it("name a runtime that exists and a folder that has a name", () => {
    expect(problemsOf([], { out: "", runtimeBinary: ["nodejs20x=/bin/ls"] })).toEqual([
      "--out: expected a folder, got an empty text",
      "--runtime-binary: expected a runtime identifier before the =, got nodejs20x",
      '  did you mean "nodejs20.x"?',
    ]);
  });

  it("may not change the plan of a resumed run", () => {
    expect(problemsOf(["a.yaml"], { resume: "run", cold: "3", runtimeBinary: [] })).toEqual([
      "--resume: expected no path and no flag that changes the plan (run.json holds both), got a.yaml --cold --runtime-binary",
    ]);
    expect(problemsOf([], { resume: "run", maxTime: "5s" })).toEqual([]);
  });

  it("of a run with a baseline are typed, and phases that are named twice count once", () => {
    const options = runOptions([], {
      baseline: "main",
      until: "decided",
      measureIdentical: true,
      watch: "init, warm.invoke,init",
    });
    expect(options).toMatchObject({ baseline: "main", until: "decided", measureIdentical: true });
    expect(options.watch).toEqual([
      { phase: "init", temperature: "cold" },
      { phase: "invoke", temperature: "warm" },
    ]);
  });

  it("that compare sides want a baseline, and known phases", () => {
    const flags = { until: "decided", measureIdentical: true, watch: "init,warm.invok" };
    expect(problemsOf([], flags)).toEqual([
      "--measure-identical: expected --baseline beside it, got a run without one",
      "--until: expected --baseline beside it, got a run without one",
      "--watch: expected --baseline beside it, got a run without one",
      '--watch: expected phases such as init,coldStart,warm.invoke, got "warm.invok"',
      '  did you mean "warm.invoke"?',
    ]);
    expect(problemsOf([], { baseline: "" })).toEqual([
      "--baseline: expected a git ref or a folder, got an empty text",
    ]);
    expect(problemsOf([], { resume: "run", baseline: "main", ...flags, watch: "init" })).toEqual([
      "--resume: expected no path and no flag that changes the plan (run.json holds both), got --baseline --measure-identical --until --watch",
    ]);
  });
});
