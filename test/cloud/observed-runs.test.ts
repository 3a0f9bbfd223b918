import { expect, it } from "vitest";
import { manifestOf, samplesOf, workplace } from "../cli/thaw.ts";
import type { LambdaServerOptions } from "./server/options.ts";
import { startLambdaServer } from "./server/start-lambda-server.ts";

/** A function in one variant, with settings of its own, and a server that stands in for AWS. */
async function cloudPlace(
  scenarios: Readonly<Record<string, string>>,
  options: Partial<LambdaServerOptions>,
) {
  const server = await startLambdaServer({ timing: { createMs: 20, updateMs: 20 }, ...options });
  const files = Object.entries(scenarios).map(([name, settings]) => [
    `${name}.yaml`,
    `name: one\nfunction: { code: fn, handler: index.handler }\nruntimes: { nodejs24.x: {} }\n${settings}\n`,
  ]);
  const place = workplace({
    "fn/index.mjs": "export const handler = async () => ({});",
    ...Object.fromEntries(files),
  });
  const environment = {
    AWS_ACCESS_KEY_ID: "AKIATEST",
    AWS_SECRET_ACCESS_KEY: "another-secret-value",
    AWS_REGION: "eu-west-1",
    AWS_ENDPOINT_URL: server.endpoint,
  };
  const run = (name: string) =>
    place.start(["run", `${name}.yaml`, "--target", "lambda", "--out", name], environment);
  return { server, place, environment, run, [Symbol.asyncDispose]: () => server.stop() };
}

it("a run with JSON logs shows Lambda's own times, and is not compared with one of text logs", async () => {
  const samples = "samples: { cold: 3, warm: 2 }";
  await using cloud = await cloudPlace(
    { text: samples, json: `${samples}\nlambda: { logFormat: json }` },
    { behaviour: () => ({ initMs: 30, durationMs: 12, extensionMs: 4 }) },
  );
  const [text, json] = [await cloud.run("text"), await cloud.run("json")];
  expect([text.exitCode, json.exitCode]).toEqual([0, 0]);
  const { place } = cloud;
  const formats = ["text", "json"].map(
    (name) => manifestOf(place.path(name)).variants[0]?.prepared[0]?.logFormat,
  );
  expect(formats).toEqual(["text", "json"]);
  for (const { platformMs, temperature } of samplesOf(place.path("json"))) {
    expect(platformMs).toMatchObject({ runtimeDone: 8, extensionOverhead: 4 });
    expect(platformMs?.initRuntimeDone).toBe(temperature === "cold" ? 30 : undefined);
  }
  expect(json.stdout).toMatch(/Calls +initRuntimeDone +responseLatency .*extensionOverhead/);
  expect(place.read("json/report.md")).toContain("### Lambda's own times");
  expect(place.read("json/summary.csv")).toMatch(/,platform\.extensionOverhead,warm,6,0,4\.0000,/);
  expect(place.read("text/report.md")).not.toContain("Lambda's own times");
  expect(place.read("text/report.md")).toMatch(/The log's end: (whether|what) asking .*cannot tell/);
  const compared = await place.start(["compare", "text", "json"]);
  expect(compared.exitCode).toBe(2);
  expect(compared.stderr).toContain(
    "The log format of one/nodejs24.x/128/x86_64/zip/none differs: text in the baseline, json in the candidate.",
  );
}, 60_000);

it("what a function answers behind its URL is held against what the scenario expects", async () => {
  const settings =
    "samples: { cold: 1, warm: 2, warmupBlocks: 0 }\nlambda: { invoke: url }\nexpect: { statusCode: 200 }";
  await using cloud = await cloudPlace(
    { url: settings },
    {
      behaviour: ({ invocation }) => ({
        response: JSON.stringify({ statusCode: invocation < 2 ? 200 : 404, body: "{}" }),
      }),
    },
  );
  // An invocation has failed.
  expect((await cloud.run("url")).exitCode).toBe(4);
  expect(
    samplesOf(cloud.place.path("url")).map(({ status, httpStatus, error }) => [
      status,
      httpStatus,
      error?.message,
    ]),
  ).toEqual([
    ["ok", 200, undefined],
    ["ok", 200, undefined],
    ["function-error", 404, "answer.statusCode: expected 200, got 404"],
  ]);
}, 60_000);

it("what was answered before access was lost is on record, and a resume takes what is missing", async () => {
  let refuse = true;
  await using cloud = await cloudPlace(
    { one: "samples: { cold: 1, warm: 3, warmupBlocks: 0 }" },
    {
      behaviour: ({ invocation }) => {
        if (invocation === 1 && refuse) {
          cloud.server.faults.accessDenied["lambda:InvokeFunction"] = 1;
        }
        return { initMs: 20, durationMs: 2 };
      },
    },
  );
  const lost = await cloud.run("one");
  expect(lost.exitCode).toBe(3);
  expect(samplesOf(cloud.place.path("one")).map(({ invocation, status }) => [invocation, status])).toEqual([
    [0, "ok"],
    [1, "ok"],
  ]);
  refuse = false;
  cloud.server.faults.accessDenied = {};
  const resumed = await cloud.place.start(["run", "--resume", "one"], cloud.environment);
  expect(resumed.exitCode).toBe(0);
  expect(samplesOf(cloud.place.path("one")).map(({ invocation }) => invocation)).toEqual([0, 1, 2, 3]);
}, 90_000);
