import { expect, test } from "vitest";
import { manifestOf, samplesOf, workplace } from "../cli/thaw.ts";
import { startLambdaServer } from "../cloud/server/start-lambda-server.ts";
import { partPath, skipReason } from "../real/parts.ts";
import { withoutEngine } from "./engine.ts";

const scenario = {
  "fn/index.mjs": "export const handler = async () => ({ hello: 1 });",
  "one.yaml": `function: { code: fn, handler: index.handler }
runtimes: { nodejs22.x: {} }
samples: { cold: 3, warm: 2 }
`,
};

const lacking = withoutEngine ?? skipReason(["node-22"]);

test.skipIf(lacking !== undefined)(
  `one scenario gives runs of one format on three targets, side by side and not compared${lacking === undefined ? "" : ` (${lacking})`}`,
  async () => {
    await using server = await startLambdaServer({ timing: { createMs: 20, updateMs: 20 } });
    const place = workplace(scenario);
    const environment = {
      DOCKER_HOST: process.env.DOCKER_HOST ?? "",
      AWS_ACCESS_KEY_ID: "AKIATEST",
      AWS_SECRET_ACCESS_KEY: "a-secret-key",
      AWS_REGION: "eu-west-1",
      AWS_ENDPOINT_URL: server.endpoint,
    };
    const node = `nodejs22.x=${partPath("node-22")}`;
    for (const target of ["process", "docker", "lambda"]) {
      const flags = target === "process" ? ["--runtime-binary", node] : [];
      const run = await place.start(
        ["run", "one.yaml", "--target", target, "--out", target, ...flags],
        environment,
      );
      expect(`${target} ${run.exitCode} ${run.stderr}`).toMatch(`${target} 0 `);
      const samples = samplesOf(place.path(target));
      expect(samples).toHaveLength(4 * 3);
      for (const sample of samples.filter(({ temperature }) => temperature === "cold")) {
        expect(sample).toMatchObject({ target, status: "ok" });
        expect(sample.coldStartMs).toBeCloseTo((sample.initMs ?? 0) + (sample.durationMs ?? 0), 3);
      }
    }
    const formats = ["process", "docker", "lambda"].map(
      (target) => manifestOf(place.path(target)).formatVersion,
    );
    expect(new Set(formats).size).toBe(1);
    for (const [one = "", other = ""] of [
      ["process", "lambda"],
      ["docker", "lambda"],
      ["process", "docker"],
    ]) {
      const compared = await place.start(["compare", one, other]);
      expect(compared.exitCode).toBe(2);
      expect(compared.stderr).toContain(
        `The target differs: ${one} in the baseline, ${other} in the candidate`,
      );
    }
    const report = await place.start(["report", "process", "docker", "lambda"]);
    expect(report.exitCode).toBe(0);
    for (const target of ["process", "docker", "lambda"]) {
      expect(report.stdout).toContain(`${target} target`);
    }
  },
);
