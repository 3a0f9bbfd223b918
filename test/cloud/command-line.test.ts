import { readdirSync, rmSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";
import { describe, expect, it } from "vitest";
import { seededRandom } from "../../src/shared/seeded-random.ts";
import { manifestOf, samplesOf, workplace } from "../cli/thaw.ts";
import type { LambdaServerOptions } from "./server/options.ts";
import { startLambdaServer } from "./server/start-lambda-server.ts";

const scenario = {
  "fn/index.mjs": "export const handler = async () => ({});",
  "one.yaml": `function: { code: fn, handler: index.handler, environment: { TOKEN: "a-secret-value" } }
runtimes: { nodejs24.x: {} }
matrix: { memory: [128, 512] }
samples: { cold: 4, warm: 2 }
`,
};

/** A place with two variants, and a server that stands in for AWS. */
async function cloudPlace(options: Partial<LambdaServerOptions> = {}) {
  const server = await startLambdaServer({ timing: { createMs: 20, updateMs: 20 }, ...options });
  const place = workplace(scenario);
  const environment = {
    AWS_ACCESS_KEY_ID: "AKIATEST",
    AWS_SECRET_ACCESS_KEY: "another-secret-value",
    AWS_REGION: "eu-west-1",
    AWS_ENDPOINT_URL: server.endpoint,
  };
  const run = ["run", "one.yaml", "--target", "lambda", "--out", "out"];
  return { server, place, environment, run, [Symbol.asyncDispose]: () => server.stop() };
}

describe("thaw run --target lambda", () => {
  it("takes every planned sample, cold where it should be, and leaves nothing", async () => {
    await using cloud = await cloudPlace();
    const run = await cloud.place.start(cloud.run, cloud.environment);
    expect(run.stderr).not.toMatch(/bug|Warning/);
    expect(run.exitCode).toBe(0);
    const samples = samplesOf(cloud.place.path("out"));
    expect(samples).toHaveLength(2 * 5 * 3);
    for (const sample of samples) {
      expect(sample.status).toBe("ok");
      expect(sample.initMs === undefined).toBe(sample.temperature === "warm");
      expect(sample.roundTripMs).toBeGreaterThan(sample.durationMs ?? 0);
    }
    expect(cloud.server.state.left()).toEqual([]);
    expect(manifestOf(cloud.place.path("out"))).toMatchObject({ target: "lambda", state: "complete" });
  });

  it("writes no credential, no environment value and no payload", async () => {
    await using cloud = await cloudPlace({ faults: { functionError: 0.3, lostAfter: 0.2 }, seed: 1 });
    await cloud.place.start(cloud.run, cloud.environment);
    const written = readdirSync(cloud.place.path("out"))
      .map((name) => cloud.place.read(`out/${name}`))
      .join("\n");
    expect(written).toContain("nodejs24.x");
    expect(written).not.toMatch(/a-secret-value|another-secret-value|AKIATEST/);
  });

  it("stops before it costs more than it may, and goes on when it may again", async () => {
    await using cloud = await cloudPlace();
    // A little more than one environment of 512 MB can cost: 13 s cold and twice 3 s warm until their timeouts.
    const limited = await cloud.place.start([...cloud.run, "--max-cost", "0.000162"], cloud.environment);
    expect(limited.exitCode).toBe(4);
    expect(limited.stderr).toContain("could pass --max-cost");
    expect(samplesOf(cloud.place.path("out")).length).toBeLessThan(2 * 5 * 3);
    expect(cloud.server.state.left()).toEqual([]);
    const resumed = await cloud.place.start(["run", "--resume", "out"], cloud.environment);
    expect(resumed.exitCode).toBe(0);
    expect(samplesOf(cloud.place.path("out"))).toHaveLength(2 * 5 * 3);
  });

  it("does not begin what costs more than it may before anything is measured", async () => {
    await using cloud = await cloudPlace();
    cloud.place.write("fn/index.py", "def handler(event, context):\n    return {}\n");
    cloud.place.write(
      "snap.yaml",
      `function: { code: fn, handler: index.handler }
runtimes: { python3.13: {} }
matrix: { memory: [10240], snapStart: [true] }
samples: { cold: 20, warm: 0 }
`,
    );
    const flags = ["--target", "lambda", "--out", "snap"];
    const refused = await cloud.place.start(["run", "snap.yaml", ...flags], cloud.environment);
    expect(refused.exitCode).toBe(2);
    expect(refused.stderr).toMatch(/--max-cost: expected at least \d+\.\d\d/);
    expect(readdirSync(cloud.place.folder)).not.toContain("snap");
    expect(cloud.server.state.calls).toEqual([]);
  });

  it("removes what it made also when it is interrupted", async () => {
    await using cloud = await cloudPlace({ timing: { createMs: 20, updateMs: 300 } });
    const run = cloud.place.start([...cloud.run, "--cold", "50"], cloud.environment);
    await until(() => cloud.server.state.invocations.length > 5);
    run.kill("SIGINT");
    expect((await run).exitCode).toBe(130);
    expect(cloud.server.state.left()).toEqual([]);
    expect(samplesOf(cloud.place.path("out")).length).toBeGreaterThan(0);
  });

  it("needs a region and credentials, and says so in one line", async () => {
    await using cloud = await cloudPlace();
    const { AWS_REGION: _, ...withoutRegion } = cloud.environment;
    const run = await cloud.place.start(cloud.run, { ...withoutRegion, HOME: cloud.place.folder });
    expect(run.exitCode).toBe(3);
    expect(run.stderr).toContain("expected an AWS region, got none");
  });
});

describe("thaw cleanup --target lambda", () => {
  it("leaves nothing of runs that were killed at any moment", async () => {
    await using cloud = await cloudPlace({ timing: { createMs: 100, updateMs: 100 } });
    const random = seededRandom("killed");
    for (let round = 0; round < 10; round++) {
      rmSync(cloud.place.path("out"), { recursive: true, force: true });
      const run = cloud.place.start([...cloud.run, "--cold", "200"], cloud.environment);
      await sleep(300 + random() * 2500);
      run.kill("SIGKILL");
      await run;
      const cleanup = await cloud.place.start(["cleanup", "--target", "lambda"], cloud.environment);
      expect(cleanup.exitCode).toBe(0);
      expect(cloud.server.state.left()).toEqual([]);
    }
  });

  it("leaves a run alone that is under way", async () => {
    await using cloud = await cloudPlace({ timing: { createMs: 20, updateMs: 200 } });
    const run = cloud.place.start([...cloud.run, "--cold", "30"], cloud.environment);
    await until(() => cloud.server.state.invocations.length > 2);
    const cleanup = await cloud.place.start(["cleanup", "--target", "lambda"], cloud.environment);
    expect(cleanup.stdout).toContain("left alone");
    expect((await run).exitCode).toBe(0);
  });
});

describe("thaw doctor --target lambda", () => {
  it("changes nothing, and says that all is allowed", async () => {
    await using cloud = await cloudPlace();
    const doctor = await cloud.place.start(["doctor", "--target", "lambda"], cloud.environment);
    expect(doctor.exitCode).toBe(0);
    expect(doctor.stdout).toContain("eu-west-1");
    expect(doctor.stderr).toBe("");
    expect(cloud.server.state.left()).toEqual([]);
  });

  it("names each action that is denied", async () => {
    await using cloud = await cloudPlace();
    Object.assign(cloud.server.faults, {
      accessDenied: { "lambda:PublishVersion": 1, "logs:FilterLogEvents": 1 },
    });
    const doctor = await cloud.place.start(["doctor", "--target", "lambda", "--json"], cloud.environment);
    expect(doctor.exitCode).toBe(3);
    const { denied } = JSON.parse(doctor.stdout);
    expect(denied.map(({ action }: { action: string }) => action)).toEqual([
      "lambda:PublishVersion",
      "logs:FilterLogEvents",
    ]);
  });
});

describe("thaw deploy", () => {
  it("leaves functions that runs with --keep take as they stand, until they are cleaned up", async () => {
    await using cloud = await cloudPlace();
    const deploy = await cloud.place.start(["deploy", "one.yaml"], cloud.environment);
    expect(deploy.exitCode).toBe(0);
    const made = cloud.server.state.functions.map(({ name }) => name).toSorted();
    expect(made.length).toBeGreaterThan(1);
    const run = await cloud.place.start([...cloud.run, "--keep"], cloud.environment);
    expect(run.exitCode).toBe(0);
    expect(cloud.server.state.functions.map(({ name }) => name).toSorted()).toEqual(
      expect.arrayContaining(made),
    );
    expect(cloud.server.state.callsOf("lambda:CreateFunction").length).toBe(
      cloud.server.state.functions.length,
    );
    await cloud.place.start(["cleanup", "--target", "lambda"], cloud.environment);
    expect(cloud.server.state.functions.length).toBeGreaterThan(0);
    await cloud.place.start(["cleanup", "--target", "lambda", "--older-than", "0s"], cloud.environment);
    expect(cloud.server.state.left()).toEqual([]);
  });
});

async function until(holds: () => boolean): Promise<void> {
  while (!holds()) {
    await sleep(20);
  }
}
