import { execFileSync } from "node:child_process";
import { closeSync, mkdirSync, openSync, readdirSync, readFileSync, writeFileSync, writeSync } from "node:fs";
import { gzipSync } from "node:zlib";
import { beforeAll, describe, expect, it } from "vitest";
import { collected } from "../unit/report-lines/collected.ts";
import { copyOf, manifestOf, samplesOf, type Workplace, workplace } from "./thaw.ts";

const files = ["histograms.json", "report.md", "run.json", "samples.ndjson", "summary.csv"];
const used = "Billed Duration: 40 ms\tMemory Size: 512 MB\tMax Memory Used: 85 MB\t";

/** A log of a function, every fifth invocation of which is a cold start. */
function log(count: number, from = 0): string {
  const lines = Array.from({ length: count }, (_, index) => {
    const init = index % 5 === 0 ? `Init Duration: ${(200 + ((index * 7) % 50)).toFixed(2)} ms\t` : "";
    const duration = (10 + ((index * 3) % 17)).toFixed(2);
    return `REPORT RequestId: request-${from + index}\tDuration: ${duration} ms\t${used}${init}`;
  });
  return `${lines.join("\n")}\n`;
}

describe("thaw import", () => {
  let place: Workplace;
  beforeAll(async () => {
    place = workplace({
      "all.log": `${collected.reports.join("\n")}\n${collected.events.join("\n")}\n`,
      "platform.log": `looking up\n${collected.platform.join("\n")}\n`,
      "words.log": "looking up\nREPORT RequestId: a\tDur",
      "empty.log": "",
    });
    writeFileSync(place.path("binary"), Buffer.from([0x89, 0x50, 0, 0, 1]));
    mkdirSync(place.path("folder"));
  });

  it("makes a whole run directory, which thaw report rebuilds byte for byte", async () => {
    const run = await place.start(["import", "platform.log", "all.log", "--out", "out"]);
    expect(run.exitCode).toBe(0);
    expect(run.stdout).toMatch(/128 MB .*\n.*256 MB /);
    expect(readdirSync(place.path("out")).toSorted()).toEqual(files);
    const copy = copyOf(place.path("out"));
    for (const name of ["histograms.json", "report.md", "summary.csv"]) {
      writeFileSync(`${copy}/${name}`, "");
    }
    expect((await place.start(["report", copy])).exitCode).toBe(0);
    for (const name of files) {
      expect(readFileSync(`${copy}/${name}`)).toEqual(readFileSync(place.path("out", name)));
    }
  });

  it("has a sample for every REPORT line of Lambda, in the order of the lines of all files", () => {
    const samples = samplesOf(place.path("out"));
    const { imported, variants, target, state } = manifestOf(place.path("out"));
    expect({ target, state }).toEqual({ target: "lambda", state: "complete" });
    const emulators = collected.reports.filter((line) =>
      /RequestId: \S+\s+Init Duration.*Size: (\d+) MB\s+.*Used: \1 MB/.test(line),
    );
    const reports = collected.reports.filter((line) => line.startsWith("REPORT"));
    const events = collected.events.filter((line) => line.includes("memorySizeMB"));
    expect(samples).toHaveLength(reports.length - emulators.length + events.length);
    expect(imported).toMatchObject({ reports: samples.length, emulatorReports: emulators.length });
    const before = 1 + collected.platform.length;
    expect(samples.map(({ block }) => block - before - 1).every((at) => at >= 0)).toBe(true);
    expect(samples.map(({ block }) => block)).toEqual(
      samples.map(({ block }) => block).toSorted((a, b) => a - b),
    );
    expect(collected.reports[(samples[0]?.block ?? 0) - before - 1]).toContain(samples[0]?.environment);
    for (const { variant, invocation, temperature, method, initMs, restoreMs } of samples) {
      const isCold = initMs !== undefined || restoreMs !== undefined;
      expect({ invocation, temperature, method }).toEqual(
        isCold
          ? { invocation: 0, temperature: "cold", method: "observed" }
          : { invocation: 1, temperature: "warm", method: undefined },
      );
      expect(variants.map(({ id }) => id)).toContain(variant);
    }
  });

  it("shows what it refused and what it did not understand, and counts every line", async () => {
    const run = await place.start(["import", "platform.log", "all.log", "--out", "said", "--quiet"]);
    expect(run.stdout).toBe("");
    expect(run.stderr).toMatch(/^refused \d+ REPORT lines of a local emulator: Init Duration stands first/);
    expect(run.stderr).toContain("platform.log:1: looking up");
    const { imported } = manifestOf(place.path("said"));
    const { reports = 0, emulatorReports = 0, platformLines = 0, notUnderstood = 0 } = imported ?? {};
    const lines = (imported?.files ?? []).reduce((sum, file) => sum + file.lines, 0);
    expect(reports + emulatorReports + platformLines + notUnderstood).toBe(lines);
  });

  it("takes standard input and gzip, and gives failures their status with exit code 0", async () => {
    writeFileSync(
      place.path("packed.gz"),
      gzipSync("REPORT RequestId: a\tDuration: 3000.00 ms\tMemory Size: 128 MB\tStatus: timeout\n"),
    );
    const run = await place.startBy(
      ["sh", "-c", 'head -1 all.log | "$@"', "sh"],
      ["import", "-", "packed.gz", "--out", "in"],
    );
    expect(run.exitCode).toBe(0);
    expect(samplesOf(place.path("in")).map(({ status, block }) => ({ status, block }))).toEqual([
      { status: "ok", block: 1 },
      { status: "timeout", block: 2 },
    ]);
    expect(manifestOf(place.path("in")).imported?.files.map(({ name }) => name)).toEqual(["-", "packed.gz"]);
  });

  it("gives the time of the log, and none where there is none", async () => {
    place.write(
      "timed.log",
      `2026-11-23T19:20:11.123456+00:00 2026/11/23/[$LATEST]8b13 ${log(1)}${log(1, 1)}`,
    );
    await place.start(["import", "timed.log", "--out", "timed"]);
    expect(samplesOf(place.path("timed")).map(({ takenAt }) => takenAt)).toEqual([
      "2026-11-23T19:20:11.123Z",
      undefined,
    ]);
    expect(place.read("timed/report.md")).toContain(
      "2026-11-23T19:20:11.123Z to 2026-11-23T19:20:11.123Z; 1 of 2 have none",
    );
  });

  it("is compared with another import, and refused beside what was forced", async () => {
    place.write("monday.log", log(300));
    place.write("tuesday.log", log(300, 1000));
    await place.start(["import", "monday.log", "--out", "monday"]);
    await place.start(["import", "tuesday.log", "--out", "tuesday"]);
    const same = await place.start(["compare", "monday", "tuesday", "--json"]);
    const comparison = JSON.parse(same.stdout);
    expect(comparison.watched).toEqual([
      { phase: "init", temperature: "cold" },
      { phase: "coldStart", temperature: "cold" },
      { phase: "duration", temperature: "warm" },
    ]);
    expect(
      comparison.variants[0].differences.map(({ shift }: { shift: { value: number } }) => shift.value),
    ).toContain(0);
    expect(comparison.variants[0].warmCostPerMillion).toBeUndefined();
    const manifest = JSON.stringify({ ...manifestOf(place.path("tuesday")), target: "process" });
    place.write("forced/run.json", manifest);
    place.write(
      "forced/samples.ndjson",
      place.read("tuesday/samples.ndjson").replaceAll("observed", "spawn"),
    );
    const refused = await place.start(["compare", "monday", "forced"]);
    expect(refused.exitCode).toBe(2);
    expect(refused.stderr).toContain(
      "The way of forcing cold differs: observed in the baseline, spawn in the candidate",
    );
    const beside = await place.start(["report", "monday", "forced"]);
    expect(beside.stdout).toContain("lambda target, thaw 0.1.0, imported from a log");
  });

  it.each([
    [["gone.log"], /^gone\.log: expected a file of a log, got ENOENT/],
    [["folder"], /^folder: expected a file of a log, got a folder/],
    [["binary"], /^binary: expected a log as text, JSON or CSV, got a binary file/],
    [["empty.log"], /^empty\.log: expected REPORT lines of Lambda, got an empty file/],
    [
      ["words.log"],
      /^words\.log: expected REPORT lines of Lambda, got 2 lines that are not understood\n {2}the first: words\.log:2: /,
    ],
    [
      ["platform.log", "empty.log"],
      /^platform\.log, empty\.log: expected REPORT lines of Lambda, got \d+ other lines/,
    ],
    [["all.log", "./all.log"], /^\.\/all\.log: expected each file once, got it twice/],
    [["-"], /^stdin: expected REPORT lines of Lambda, got an empty file/],
  ])("refuses %s with one message, and leaves nothing", async (names, message) => {
    const run = await place.start(["import", ...names, "--out", "new/run"]);
    expect(run.exitCode).toBe(2);
    expect(run.stderr).toMatch(message);
    expect(run.stdout).toBe("");
    expect(readdirSync(place.path()).includes("new") && readdirSync(place.path("new")).length > 0).toBe(
      false,
    );
  });

  it("refuses a folder that holds something, and leaves it as it is", async () => {
    place.write("full/mine.txt", "mine");
    const run = await place.start(["import", "all.log", "--out", "full"]);
    expect(run.exitCode).toBe(2);
    expect(run.stderr).toMatch(
      /full: expected a new or empty folder, got one that holds mine\.txt\n {2}name another folder/,
    );
    expect(readdirSync(place.path("full"))).toEqual(["mine.txt"]);
  });

  it.each([
    ["SIGINT", 130],
    ["SIGTERM", 143],
  ] as const)("leaves nothing after %s", async (signal, code) => {
    mkdirSync(place.path(signal));
    execFileSync("mkfifo", [place.path(`${signal}.log`)]);
    const pipe = openSync(place.path(`${signal}.log`), "r+");
    writeSync(pipe, log(20));
    const run = place.start(["import", `${signal}.log`, "--out", signal]);
    await expect.poll(() => readdirSync(place.path(signal)), { timeout: 20_000 }).toEqual(["samples.ndjson"]);
    run.kill(signal);
    const ended = await run;
    closeSync(pipe);
    expect(ended.exitCode).toBe(code);
    expect(ended.stderr).toContain("nothing of this import is kept");
    expect(readdirSync(place.path(signal))).toEqual([]);
  });
});
