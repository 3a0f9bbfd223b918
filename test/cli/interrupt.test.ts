import { existsSync, readdirSync, readFileSync } from "node:fs";
import { setTimeout as wait } from "node:timers/promises";
import { execa } from "execa";
import { describe, expect, it } from "vitest";
import { manifestOf, oneFunction, samplesOf, type Workplace, workplace } from "./thaw.ts";

const slow = "export const handler = () => new Promise((done) => setTimeout(() => done(1), 700));";
const marked =
  "import { spawn } from 'node:child_process';\nspawn('sleep', ['5151'], { stdio: 'ignore' });\nexport const handler = () => new Promise((done) => setTimeout(() => done(1), 30));";

/** Resolves when the run has put its first environment on record. */
async function firstRecord(place: Workplace): Promise<void> {
  const file = place.path("out", "samples.ndjson");
  while (!existsSync(file) || readFileSync(file, "utf8") === "") {
    await wait(10);
  }
}

async function planned(place: Workplace): Promise<string[]> {
  const plan = JSON.parse((await place.start(["plan", "one.yaml", "--json"])).stdout);
  const { warmupBlocks, cold, settle, warm } = plan.variants[0];
  const keys: string[] = [];
  for (let block = 0; block < warmupBlocks + cold; block++) {
    for (let invocation = 0; invocation < 1 + settle + warm; invocation++) {
      keys.push(`${block}.${invocation}`);
    }
  }
  return keys.toSorted();
}

function recorded(place: Workplace): string[] {
  return samplesOf(place.path("out"))
    .map(({ block, invocation }) => `${block}.${invocation}`)
    .toSorted();
}

describe("Ctrl-C", () => {
  it("lets the sample under way end, writes the reports, and is exit code 130", async () => {
    const place = workplace(oneFunction(slow));
    const run = place.start(["run", "one.yaml", "--out", "out", "--warm", "1"]);
    await firstRecord(place);
    run.kill("SIGINT");
    const ended = await run;
    expect(ended.exitCode).toBe(130);
    expect(manifestOf(place.path("out")).state).toBe("interrupted");
    expect(existsSync(place.path("out/report.md"))).toBe(true);
    expect(samplesOf(place.path("out")).every(({ status }) => status === "ok")).toBe(true);
    expect(place.leftovers()).toEqual([]);
    const resumed = await place.start(["run", "--resume", "out"]);
    expect(resumed.exitCode).toBe(0);
    expect(recorded(place)).toEqual(["0.0", "0.1", "1.0", "1.1", "2.0", "2.1"]);
  });

  it("a second time stops at once, with nothing left running", async () => {
    const place = workplace(
      oneFunction(
        `import { spawn } from 'node:child_process';\nspawn('sleep', ['6161'], { stdio: 'ignore' });\nexport const handler = () => new Promise((done) => setTimeout(done, 60_000));`,
      ),
    );
    place.write("one.yaml", place.read("one.yaml").replace("code: fn", "code: fn, timeout: 100"));
    const run = place.start(["run", "one.yaml", "--out", "out"]);
    while (!(await execa("ps", ["-eo", "args"])).stdout.includes("sleep 6161")) {
      await wait(50);
    }
    run.kill("SIGINT");
    await wait(300);
    run.kill("SIGINT");
    const ended = await run;
    expect(ended.exitCode).toBe(130);
    expect(ended.stderr).not.toContain("bug in thaw");
    expect((await execa("ps", ["-eo", "args"])).stdout).not.toContain("sleep 6161");
    // What we killed ourselves is no crash of the function's: a resume takes it again.
    expect(samplesOf(place.path("out"))).toEqual([]);
    expect(readdirSync(place.path("out")).sort()).toEqual(["run.json", "samples.ndjson"]);
    expect(place.leftovers()).toEqual([]);
  });

  it("is exit code 143 for SIGTERM", async () => {
    const place = workplace(oneFunction(slow));
    const run = place.start(["run", "one.yaml", "--out", "out", "--warm", "0"]);
    await firstRecord(place);
    run.kill("SIGTERM");
    expect((await run).exitCode).toBe(143);
  });
});

describe("SIGKILL", () => {
  it("at any moment, then --resume: every planned sample exactly once, and nothing of the killed run is left", async () => {
    const place = workplace(oneFunction(marked));
    place.write("one.yaml", place.read("one.yaml").replace("cold: 2, warm: 2", "cold: 8, warm: 3"));
    let args = ["run", "one.yaml", "--out", "out"];
    for (let kill = 0; kill < 10; kill++) {
      const run = place.start(args);
      await wait(250 + Math.random() * 500);
      run.kill("SIGKILL");
      await run;
      args = existsSync(place.path("out", "run.json")) ? ["run", "--resume", "out"] : args;
    }
    const last = await place.start(args);
    expect(last.exitCode).toBe(0);
    expect(recorded(place)).toEqual(await planned(place));
    expect((await execa("ps", ["-eo", "args"])).stdout).not.toContain("sleep 5151");
    expect(place.leftovers()).toEqual([]);
  }, 120_000);

  it("in the middle of a write: the torn tail is cut, said, and taken again", async () => {
    const place = workplace(oneFunction("export const handler = async () => 1;"));
    await place.start(["run", "one.yaml", "--out", "out"]);
    const whole = place.read("out/samples.ndjson");
    place.write("out/samples.ndjson", whole.slice(0, -40));
    place.write("out/run.json", place.read("out/run.json").replace('"complete"', '"running"'));
    const resumed = await place.start(["run", "--resume", "out"]);
    expect(resumed.exitCode).toBe(0);
    expect(resumed.stderr).toMatch(/cut \d+ bytes/);
    expect(recorded(place)).toEqual(await planned(place));
  });
});

describe("--resume", () => {
  it("refuses changed code, naming it, and changes nothing", async () => {
    const place = workplace(oneFunction(slow));
    await place.start(["run", "one.yaml", "--out", "out", "--max-time", "1s", "--warm", "0"]);
    const before = place.read("out/samples.ndjson");
    place.write("fn/index.mjs", "export const handler = async () => 2;");
    const resumed = await place.start(["run", "--resume", "out"]);
    expect(resumed.exitCode).toBe(2);
    expect(resumed.stderr).toContain("the function's code");
    expect(place.read("out/samples.ndjson")).toBe(before);
  });

  it("refuses a changed plan, naming what changed", async () => {
    const place = workplace(oneFunction(slow));
    await place.start(["run", "one.yaml", "--out", "out", "--max-time", "1s", "--warm", "0"]);
    place.write("one.yaml", place.read("one.yaml").replace("cold: 2", "cold: 3"));
    const resumed = await place.start(["run", "--resume", "out"]);
    expect(resumed.exitCode).toBe(2);
    expect(resumed.stderr).toContain("cold");
  });

  it("of a complete run measures nothing and rebuilds the reports, from any folder", async () => {
    const place = workplace(oneFunction("export const handler = async () => 1;"));
    await place.start(["run", "one.yaml", "--out", "out"]);
    const before = ["run.json", "samples.ndjson", "report.md", "summary.csv", "histograms.json"].map((file) =>
      place.read(`out/${file}`),
    );
    place.write("out/report.md", "");
    const resumed = await place.start(["run", "--resume", place.path("out")]);
    expect(resumed.exitCode).toBe(0);
    expect(
      ["run.json", "samples.ndjson", "report.md", "summary.csv", "histograms.json"].map((file) =>
        place.read(`out/${file}`),
      ),
    ).toEqual(before);
  });
});
