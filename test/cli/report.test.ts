import { chmodSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { copyOf, manifestOf, oneFunction, type Workplace, workplace } from "./thaw.ts";

const derived = ["histograms.json", "summary.csv", "report.md"];

describe("thaw report", () => {
  let place: Workplace;
  beforeAll(async () => {
    place = workplace(oneFunction("export const handler = async () => 1;"));
    await place.start(["run", "one.yaml", "--out", "out", "--cold", "12"]);
  });

  it("rebuilds every derived file of a copied run directory byte for byte", async () => {
    const copy = copyOf(place.path("out"));
    for (const file of derived) {
      chmodSync(join(copy, file), 0o644);
      place.write("scratch", "");
    }
    const report = await place.start(["report", copy]);
    expect(report.exitCode).toBe(0);
    for (const file of derived) {
      expect(readFileSync(join(copy, file))).toEqual(readFileSync(place.path("out", file)));
    }
  });

  it("prints each format to stdout and writes nothing", async () => {
    const markdown = await place.start(["report", "out", "--format", "md"]);
    expect(`${markdown.stdout}\n`).toBe(place.read("out/report.md"));
    const csv = await place.start(["report", "out", "--format", "csv"]);
    expect(csv.stdout.trimEnd()).toBe(place.read("out/summary.csv").trimEnd());
    const json = await place.start(["report", "out", "--format", "json"]);
    expect(JSON.parse(json.stdout)).toBeTypeOf("object");
    const hgrm = await place.start(["report", "out", "--format", "hgrm"]);
    expect(hgrm.stdout).toMatch(/Value\s+Percentile\s+TotalCount\s+1\/\(1-Percentile\)/);
    const samples = await place.start(["report", "out", "--format", "samples-csv"]);
    expect(samples.stdout.trimEnd().split("\n")).toHaveLength(1 + 13 * 3);
  });

  it("shows several runs side by side", async () => {
    await place.start(["run", "one.yaml", "--out", "out2"]);
    const both = await place.start(["report", "out", "out2"]);
    expect(both.exitCode).toBe(0);
    expect(both.stdout).toContain(manifestOf(place.path("out2")).runId);
  });
});

describe("thaw invoke", () => {
  it("shows the answer, the function's log and a REPORT line", async () => {
    const place = workplace(
      oneFunction(
        "export const handler = async () => { console.log('looking up'); return { found: true }; };",
      ),
    );
    const run = await place.start(["invoke", "one.yaml"]);
    expect(run.exitCode).toBe(0);
    expect(run.stdout).toContain('{"found":true}');
    expect(run.stdout).toContain("looking up");
    expect(run.stdout).toMatch(
      /REPORT RequestId: [0-9a-f-]{36}\tDuration: \d+\.\d\d ms\tBilled Duration: \d+ ms\tMemory Size: 128 MB\tMax Memory Used: \d+ MB\tInit Duration: \d+\.\d\d ms/,
    );
    expect(place.leftovers()).toEqual([]);
  });

  it("ends with 4 and the function's words when it fails", async () => {
    const place = workplace(
      oneFunction("export const handler = async () => { throw new Error('no such order'); };"),
    );
    const run = await place.start(["invoke", "one.yaml"]);
    expect(run.exitCode).toBe(4);
    expect(run.stderr).toContain("no such order");
  });
});

describe("thaw doctor, plan and help", () => {
  it("name the runtimes that are here and those that are not", async () => {
    const place = workplace();
    const text = await place.start(["doctor"]);
    expect(text.exitCode).toBe(0);
    expect(text.stdout).toMatch(/process/);
    const json = JSON.parse((await place.start(["doctor", "--json"])).stdout);
    expect(json.targets.map(({ name }: { name: string }) => name)).toEqual(["process", "docker", "lambda"]);
    expect(json.runtimes.some(({ available }: { available: boolean }) => available)).toBe(true);
  });

  it("show the plan and measure nothing", async () => {
    const place = workplace(oneFunction("export const handler = async () => 1;"));
    const plan = await place.start(["plan", "one.yaml", "--cold", "7"]);
    expect(plan.exitCode).toBe(0);
    expect(plan.stdout).toMatch(/one\/node\/128\/\S+\/zip\/none\s+7\s+14/);
    expect(place.leftovers()).toEqual([]);
  });

  it("exit with 0 and hold an example", async () => {
    const place = workplace();
    for (const command of [[], ["run"], ["plan"], ["validate"], ["report"], ["import"], ["invoke"]]) {
      const help = await place.start([...command, "--help"]);
      expect(help.exitCode).toBe(0);
      expect(help.stdout).toMatch(command.length === 0 ? /Exit codes/ : /Example/);
    }
  });
});
