import { describe, expect, it } from "vitest";
import { usEast1 } from "../../src/pricing/prices.ts";
import type { RunManifest } from "../../src/samples/run-manifest.ts";
import { formatSample } from "../../src/samples/sample-line.ts";
import { runManifest, variantFacts } from "../unit/samples/a-manifest.ts";
import { coldSample, warmSample } from "../unit/samples/a-sample.ts";
import { type Workplace, workplace } from "./thaw.ts";

/** A run on Lambda of one environment: a cold start that is billed 500 ms and a warm call of 100 ms, at 1 GB. */
function writeLambdaRun(place: Workplace, name: string, changes: Partial<RunManifest> = {}): void {
  const facts = { functionDigest: "f".repeat(64), layerDigests: [], packageBytes: 1234, region: "us-east-1" };
  const variants = [variantFacts({ memoryMb: 1024, prepared: [facts] })];
  const samples = [coldSample({ billedMs: 500 }), warmSample({ billedMs: 100, last: true })];
  place.write(`${name}/run.json`, JSON.stringify(runManifest({ target: "lambda", variants, ...changes })));
  place.write(
    `${name}/samples.ndjson`,
    samples.map((sample) => formatSample({ ...sample, target: "lambda" })).join(""),
  );
}

const dear = { ...usEast1, asOf: "2026-11", request: 1 };

describe("--prices", () => {
  it("names every field of its file that is wrong, with its place", async () => {
    const place = workplace({
      "prices.json": JSON.stringify({ ...usEast1, asOf: "last month", request: -1 }),
    });
    place.write("one.yaml", "function: { code: fn, handler: index.handler }\nruntimes: { nodejs24.x: {} }\n");
    const plan = await place.start(["plan", "one.yaml", "--target", "lambda", "--prices", "prices.json"]);
    expect(plan.exitCode).toBe(2);
    expect(plan.stderr).toContain('prices.json asOf: expected a month such as 2026-09, got "last month"');
    expect(plan.stderr).toContain("prices.json request: expected an amount in US dollars from 0, got -1");
  });

  it("says that its file is not there", async () => {
    const place = workplace();
    writeLambdaRun(place, "run");
    const report = await place.start(["report", "run", "--prices", "nowhere.json"]);
    expect(report.exitCode).toBe(2);
    expect(report.stderr).toContain("--prices: expected a file of prices, got ENOENT");
  });

  it("makes a report of other prices than the run's, and leaves the run as it is", async () => {
    const place = workplace({ "dear.json": JSON.stringify(dear) });
    writeLambdaRun(place, "run", { prices: [{ ...usEast1, asOf: "2026-10" }] });
    const run = place.read("run/run.json");
    const costOf = async (...flags: string[]) =>
      JSON.parse((await place.start(["report", "run", "--json", ...flags])).stdout).summary.cost;
    const recorded = await costOf();
    expect(recorded.prices).toMatchObject([{ pricesOf: "us-east-1", asOf: "2026-10" }]);
    expect(recorded.run.totalUsd).toBeCloseTo(2 * usEast1.request + 0.6 * usEast1.gbSecond.x86_64, 12);
    const other = await costOf("--prices", "dear.json");
    expect(other.prices).toMatchObject([{ asOf: "2026-11" }]);
    expect(other.run.totalUsd).toBeCloseTo(2 + 0.6 * usEast1.gbSecond.x86_64, 12);
    expect(place.read("run/run.json")).toBe(run);
  });

  it("is that of both sides of a comparison, else the candidate's is", async () => {
    const place = workplace({ "cheap.json": JSON.stringify({ ...usEast1, request: 0 }) });
    writeLambdaRun(place, "before", { prices: [{ ...usEast1, request: 5 }] });
    writeLambdaRun(place, "after", { prices: [dear] });
    const costsOf = async (...flags: string[]) =>
      JSON.parse((await place.start(["compare", "before", "after", "--json", ...flags])).stdout).variants[0]
        .warmCostPerMillion;
    const second = 1e6 * 0.1 * usEast1.gbSecond.x86_64;
    const recorded = await costsOf();
    expect(recorded.baseline).toBeCloseTo(1e6 + second, 6);
    expect(recorded.candidate).toBe(recorded.baseline);
    expect((await costsOf("--prices", "cheap.json")).baseline).toBeCloseTo(second, 9);
  });

  it("is not for a resumed run, which has its own", async () => {
    const place = workplace({ "dear.json": JSON.stringify(dear) });
    writeLambdaRun(place, "run");
    const resumed = await place.start(["run", "--resume", "run", "--prices", "dear.json"]);
    expect(resumed.exitCode).toBe(2);
    expect(resumed.stderr).toContain("got --prices");
  });

  it("is in a plan, which says whose prices stand in for those that are not known", async () => {
    const seoul = { ...dear, region: "ap-northeast-2" };
    const place = workplace({
      "seoul.json": JSON.stringify([usEast1, seoul]),
      "fn/index.mjs": "export const handler = async () => ({});",
      "one.yaml":
        "function: { code: fn, handler: index.handler }\nruntimes: { nodejs24.x: {} }\nlambda: { regions: [ap-northeast-2] }\nsamples: { cold: 1, warm: 1 }\n",
    });
    const plan = ["plan", "one.yaml", "--target", "lambda"];
    expect((await place.start(plan)).stdout).toContain(
      "prices of us-east-1, 2026-09, as those of ap-northeast-2 are not known",
    );
    const own = await place.start([...plan, "--prices", "seoul.json"]);
    expect(own.stdout).toContain("prices of ap-northeast-2, 2026-11; first tier");
    // Two environments of two invocations, a dollar each.
    expect(own.stdout).toMatch(/4 invocations, about .* and \$4\.0000$/m);
  });
});
