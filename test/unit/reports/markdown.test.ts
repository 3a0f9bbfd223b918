import { describe, expect, it } from "vitest";
import { markdownReport } from "../../../src/reports/markdown.ts";
import type { RunManifest } from "../../../src/samples/run-manifest.ts";
import {
  analysisOf,
  completeRun,
  failedRun,
  interruptedRun,
  type ScriptedRun,
  twoSidedRun,
} from "./a-run.ts";
import { runWithResets } from "./a-run-with-resets.ts";

async function reportOf(run: ScriptedRun): Promise<string> {
  return markdownReport(run.manifest, (await analysisOf(run)).summary);
}

describe("the report", () => {
  it("says before anything else that a run is not complete", async () => {
    const lines = (await reportOf(interruptedRun())).split("\n");
    expect(lines[2]).toBe(
      "> **Not complete.** A signal ended this run early. 21 of 120 planned cold starts were taken.",
    );
    expect(await reportOf(completeRun())).not.toContain("Not complete");
  });

  it.each(["running", "limited", "interrupted"] as const)("has words for a run that is %s", async (state) => {
    const run = interruptedRun();
    expect(await reportOf({ ...run, manifest: { ...run.manifest, state } })).toMatch(
      /Not complete\.\*\* .* run .*\./,
    );
  });

  it("says so wherever the numbers of a variant with failures stand", async () => {
    const report = await reportOf(completeRun());
    expect(report.split("\n").find((line) => line.startsWith("| python3.13 "))).toContain("2 of 200 warm");
    expect(report).toContain("- function-error, `TypeError`, 2 times: `Cannot read properties");
  });

  it("names variants of which nothing was measured, once for each reason", async () => {
    const report = await reportOf(interruptedRun());
    expect(report.match(/the build failed with exit code 1/g)).toHaveLength(1);
    expect(report).toContain("`hello/ruby3.4/512/x86_64/zip/none`: the run ended before it came to this");
  });

  it("lets no foreign word become markup, a mention or a cell's end", async () => {
    const run = failedRun();
    const variants = run.manifest.variants.map((variant) => ({ ...variant, label: "<img>|@all" }));
    const report = await reportOf({ ...run, manifest: { ...run.manifest, variants } });
    expect(report).toContain("\\<img\\>\\|&#64;all");
    expect(report).toContain("`` Error: Cannot find module 'a|b' <b>@team</b> `x` ``");
  });

  it("shows a run without a single sample", async () => {
    const run = { ...completeRun(), samples: [] };
    const report = await reportOf({ ...run, manifest: { ...run.manifest, state: "running" } });
    expect(report).toContain("0 of 120 planned cold starts were taken");
    expect(report).toContain("Nothing of this scenario was measured.");
    expect(report).not.toMatch(/NaN|Infinity|undefined/);
  });

  it("holds no path of the machine on which it was measured", async () => {
    const run = completeRun();
    expect(run.manifest.request.scenarioFiles[0]).toMatch(/^\/home/);
    expect(await reportOf(run)).not.toContain("/home");
  });

  it("is the same from a manifest that was written and read", async () => {
    const run = twoSidedRun();
    const manifest: RunManifest = JSON.parse(JSON.stringify(run.manifest));
    expect(await reportOf({ ...run, manifest })).toBe(await reportOf(run));
  });
});

describe("the report of a run with resets and extensions", () => {
  it("says wherever a variant's numbers stand that inits were repeated and environments ended", async () => {
    const report = await reportOf(runWithResets());
    const row = report.split("\n").find((line) => line.startsWith("| layers observed ")) ?? "";
    expect(row).toContain("| 1 of 20 cold, 1 of 196 warm |");
    expect(row).toMatch(/\| +2 \|$/);
    expect(await reportOf(completeRun())).not.toMatch(/Init again|Recycled|Resets and limits|Extensions/);
  });

  it("lets no extension's name become markup or a cell's end", async () => {
    const report = await reportOf(runWithResets());
    expect(report).not.toContain("<b>");
    expect(report).not.toContain("@all");
    expect(report).toContain("\\<b\\>\\|&#64;all");
  });

  it("says that no snapshot was taken where a variant has SnapStart on this machine, and only there", async () => {
    const run = runWithResets();
    for (const target of ["process", "docker"] as const) {
      expect(await reportOf({ ...run, manifest: { ...run.manifest, target } })).toContain(
        "SnapStart: no snapshot was taken.",
      );
    }
    const variants = run.manifest.variants.map((variant) => ({ ...variant, snapStart: undefined }));
    expect(await reportOf({ ...run, manifest: { ...run.manifest, variants } })).not.toContain("SnapStart:");
    expect(await reportOf({ ...run, manifest: { ...run.manifest, target: "lambda" } })).not.toContain(
      "SnapStart:",
    );
  });

  it("says that names did not resolve where there were extensions, also when none came far enough to be seen", async () => {
    const run = runWithResets();
    const note = "`sandbox` and `sandbox.localdomain` did not lead to the loopback interface";
    expect(await reportOf({ ...run, samples: [] })).toContain(note);
    // A container has names of its own.
    expect(await reportOf({ ...run, manifest: { ...run.manifest, target: "docker" } })).not.toContain(note);
    const variants = run.manifest.variants.filter(({ layers }) => layers === "none");
    const samples = run.samples.filter(({ variant }) => variants.some(({ id }) => id === variant));
    expect(await reportOf({ samples, manifest: { ...run.manifest, variants } })).not.toContain(note);
    const segments = run.manifest.segments.map((segment) => ({
      ...segment,
      host: { ...segment.host, unresolvedSandboxNames: undefined },
    }));
    expect(await reportOf({ ...run, manifest: { ...run.manifest, segments } })).not.toContain(note);
  });
});
