import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { usEast1 } from "../../src/pricing/prices.ts";
import { manifestOf, samplesOf, workplace } from "../cli/thaw.ts";
import { startLambdaServer } from "./server/start-lambda-server.ts";

/** A scenario on a server that stands in for AWS. */
async function cloudPlace(scenario: string) {
  const server = await startLambdaServer({ timing: { createMs: 20, updateMs: 20 } });
  const place = workplace({
    "fn/index.mjs": "export const handler = async () => ({});",
    "fn/index.py": "def handler(event, context):\n    return {}\n",
    "one.yaml": `function: { code: fn, handler: index.handler }\n${scenario}`,
  });
  const environment = {
    AWS_ACCESS_KEY_ID: "AKIATEST",
    AWS_SECRET_ACCESS_KEY: "another-secret-value",
    AWS_REGION: "us-east-1",
    AWS_ENDPOINT_URL: server.endpoint,
  };
  const thaw = (...args: string[]) => place.start(args, environment);
  return { server, place, thaw, [Symbol.asyncDispose]: () => server.stop() };
}

type CloudPlace = Awaited<ReturnType<typeof cloudPlace>>;

/** What a plan says, and what the run of it then really took. */
async function plannedAndDone(cloud: CloudPlace) {
  const plan = await cloud.thaw("plan", "one.yaml", "--target", "lambda", "--json");
  expect(cloud.server.state.calls).toEqual([]);
  const run = await cloud.thaw("run", "one.yaml", "--target", "lambda", "--out", "out", "--json");
  expect(run.exitCode).toBe(0);
  const { state } = cloud.server;
  return {
    planned: JSON.parse(plan.stdout).cloud,
    done: {
      functionCount: state.callsOf("lambda:CreateFunction").length,
      callCount: state.rates("us-east-1").control.acceptedCount,
      invocationCount: state.invocations.length,
      ...JSON.parse(run.stdout).summary.cost.run,
    },
  };
}

describe("thaw plan --target lambda says before anything is made", () => {
  it.each([
    [
      "changes of the configuration",
      "runtimes: { nodejs24.x: {} }\nmatrix: { memory: [128, 512] }\nsamples: { cold: 6, warm: 3 }\n",
    ],
    [
      "functions of their own",
      "runtimes: { nodejs24.x: {} }\nlambda: { method: first-deploy }\nsamples: { cold: 6, warm: 3 }\n",
    ],
    [
      "snapshots",
      "runtimes: { python3.13: {} }\nmatrix: { snapStart: [true] }\nsamples: { cold: 6, warm: 3 }\n",
    ],
  ])("what a run with %s then takes", async (_, scenario) => {
    await using cloud = await cloudPlace(scenario);
    const { planned, done } = await plannedAndDone(cloud);
    expect(planned.functionCount).toBe(done.functionCount);
    expect(planned.invocationCount).toBe(done.invocationCount);
    expect(planned.callCount / done.callCount).toBeGreaterThan(0.9);
    expect(planned.callCount / done.callCount).toBeLessThan(1.1);
    expect(planned.expectedUsd).toBeGreaterThanOrEqual(done.totalUsd);
    expect(planned.mostUsd).toBeGreaterThan(planned.expectedUsd);
  });
});

describe("a run in environments that are kept ready", () => {
  it("costs what they stood for by five minutes, and says so again from its directory alone", async () => {
    await using cloud = await cloudPlace(
      "runtimes: { nodejs24.x: {} }\nmatrix: { memory: [1024] }\nlambda: { provisioned: 2 }\nsamples: { cold: 3, warm: 1 }\n",
    );
    const { planned, done } = await plannedAndDone(cloud);
    const asked = cloud.server.state.callsOf("lambda:PutProvisionedConcurrencyConfig").length;
    // Two environments of 1 GB for each of four cold starts, none of which stood for longer than five minutes.
    expect(asked).toBe(4);
    expect(done.provisionedUsd).toBeCloseTo(4 * 2 * 300 * usEast1.provisioned.reservedGbSecond.x86_64, 12);
    const billedMs = samplesOf(cloud.place.path("out")).reduce(
      (sum, sample) => sum + (sample.billedMs ?? 0),
      0,
    );
    expect(done.totalUsd).toBeCloseTo(
      done.provisionedUsd + 8 * usEast1.request + (billedMs / 1000) * usEast1.provisioned.gbSecond.x86_64,
      9,
    );
    expect(planned.expectedUsd).toBeGreaterThanOrEqual(done.totalUsd);
    expect(planned.callCount).toBeGreaterThanOrEqual(done.callCount);
    const { standing } = manifestOf(cloud.place.path("out"));
    expect(standing).toMatchObject([{ segment: 0, kind: "provisioned", environments: 2 }]);
    expect(standing?.[0]?.stoodMs).toHaveLength(4);
    const report = readFileSync(cloud.place.path("out/report.md"), "utf8");
    expect(report).toContain("of it for keeping environments ready");
    await cloud.thaw("report", "out");
    expect(readFileSync(cloud.place.path("out/report.md"), "utf8")).toBe(report);
  });

  it("ends before what stands could pass its limit, and leaves nothing", async () => {
    await using cloud = await cloudPlace(
      "runtimes: { nodejs24.x: {} }\nmatrix: { memory: [1024] }\nlambda: { provisioned: 2 }\nsamples: { cold: 3, warm: 1 }\n",
    );
    // Four cold starts are to cost $0.01 for what is kept ready: while the last ones stand, one more could pass the limit.
    const run = await cloud.thaw(
      "run",
      "one.yaml",
      "--target",
      "lambda",
      "--out",
      "out",
      "--max-cost",
      "0.0101",
    );
    expect(run.exitCode).toBe(4);
    expect(run.stderr).toContain("could pass --max-cost");
    expect(cloud.server.state.left()).toEqual([]);
    const report = JSON.parse((await cloud.thaw("report", "out", "--format", "json")).stdout);
    expect(report.summary.cost.run.totalUsd).toBeLessThanOrEqual(0.0101);
  });
});

describe("thaw run --prices", () => {
  it("records them, and its report is rebuilt with them", async () => {
    await using cloud = await cloudPlace("runtimes: { nodejs24.x: {} }\nsamples: { cold: 1, warm: 1 }\n");
    const prices = { ...usEast1, asOf: "2026-11", request: 1 };
    cloud.place.write("prices.json", JSON.stringify(prices));
    const flags = ["--target", "lambda", "--out", "out", "--prices", "prices.json", "--max-cost", "100"];
    expect((await cloud.thaw("run", "one.yaml", ...flags)).exitCode).toBe(0);
    expect(manifestOf(cloud.place.path("out")).prices).toEqual([prices]);
    const report = readFileSync(cloud.place.path("out/report.md"), "utf8");
    // Four invocations, each a dollar.
    expect(report).toContain("it would have asked $4.00 for 4 invocations");
    expect(report).toContain("at the prices of us-east-1 of 2026-11.");
    await cloud.thaw("report", "out");
    expect(readFileSync(cloud.place.path("out/report.md"), "utf8")).toBe(report);
  });
});
