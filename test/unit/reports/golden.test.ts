import { describe, it } from "vitest";
import { derivedFiles } from "../../../src/reports/derived-files.ts";
import { jsonReport } from "../../../src/reports/json.ts";
import { samplesCsv } from "../../../src/reports/samples-csv.ts";
import { sideBySide } from "../../../src/reports/side-by-side.ts";
import { terminalSummary } from "../../../src/reports/terminal.ts";
import { expectGolden } from "../../golden/expect-golden.ts";
import { streamOf } from "../samples/a-sample.ts";
import { containerRun } from "./a-container-run.ts";
import { lambdaRun } from "./a-lambda-run.ts";
import { analysisOf, completeRun, failedRun, interruptedRun, twoSidedRun } from "./a-run.ts";
import { runWithResets } from "./a-run-with-resets.ts";
import { importedRun } from "./an-imported-run.ts";

const runs = {
  complete: completeRun,
  interrupted: interruptedRun,
  "two-sided": twoSidedRun,
  failed: failedRun,
  resets: runWithResets,
  containers: containerRun,
  lambda: lambdaRun,
};

describe.each(Object.entries(runs))("the reports of a run that is %s", (name, scripted) => {
  it("are those under test/golden/reports", async () => {
    const run = scripted();
    const analysis = await analysisOf(run);
    for (const [file, text] of Object.entries(derivedFiles(run.manifest, analysis))) {
      expectGolden(`reports/${name}/${file}`, text);
    }
    expectGolden(`reports/${name}/terminal.txt`, `${terminalSummary(run.manifest, analysis.summary)}\n`);
  });
});

describe("the reports of a run that was imported", () => {
  it("are those under test/golden/reports", async () => {
    const run = await importedRun();
    const analysis = await analysisOf(run);
    for (const [file, text] of Object.entries(derivedFiles(run.manifest, analysis))) {
      expectGolden(`reports/imported/${file}`, text);
    }
    expectGolden("reports/imported/terminal.txt", `${terminalSummary(run.manifest, analysis.summary)}\n`);
    const measured = completeRun();
    expectGolden(
      "reports/side-by-side-imported.md",
      sideBySide([
        { manifest: run.manifest, summary: analysis.summary },
        { manifest: measured.manifest, summary: (await analysisOf(measured)).summary },
      ]),
    );
  });
});

describe("the reports on request", () => {
  it("are those under test/golden/reports", async () => {
    const run = failedRun();
    const { summary } = await analysisOf(run);
    expectGolden("reports/failed/report.json", jsonReport(run.manifest, summary));
    const parts: string[] = [];
    for await (const part of samplesCsv(streamOf(twoSidedRun().samples.slice(0, 13)))) {
      parts.push(part);
    }
    expectGolden("reports/two-sided/samples.csv", parts.join(""));
    const resets = runWithResets();
    expectGolden(
      "reports/resets/report.json",
      jsonReport(resets.manifest, (await analysisOf(resets)).summary),
    );
  });

  it("show what only Lambda tells", async () => {
    const run = lambdaRun();
    const { summary } = await analysisOf(run);
    expectGolden("reports/lambda/report.json", jsonReport(run.manifest, summary));
    const parts: string[] = [];
    for await (const part of samplesCsv(streamOf(run.samples.slice(0, 13)))) {
      parts.push(part);
    }
    expectGolden("reports/lambda/samples.csv", parts.join(""));
  });

  it("show several runs side by side", async () => {
    const read = async (run: ReturnType<typeof completeRun>) => ({
      manifest: run.manifest,
      summary: (await analysisOf(run)).summary,
    });
    expectGolden(
      "reports/side-by-side.md",
      sideBySide([await read(completeRun()), await read(interruptedRun())]),
    );
    const ways = [containerRun(), containerRun({ cpuShareBy: "engine", temporaryStorage: "folder" })];
    expectGolden("reports/side-by-side-engines.md", sideBySide(await Promise.all(ways.map(read))));
  });
});
