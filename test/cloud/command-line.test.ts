import { randomBytes } from "node:crypto";
import { readdirSync, rmSync, writeFileSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";
import { describe, expect, it } from "vitest";
import { seededRandom } from "../../src/shared/seeded-random.ts";
import { manifestOf, samplesOf, workplace } from "../cli/thaw.ts";
import { createActive, lambdaClient } from "./clients.ts";
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
    cloud.place.write("one.yaml", `${scenario["one.yaml"]}event: { card: a-secret-payload }\n`);
    await cloud.place.start(cloud.run, cloud.environment);
    expect(samplesOf(cloud.place.path("out")).length).toBeGreaterThan(0);
    const written = readdirSync(cloud.place.path("out"))
      .map((name) => cloud.place.read(`out/${name}`))
      .join("\n");
    expect(written).toContain("nodejs24.x");
    expect(written).not.toMatch(/a-secret-value|a-secret-payload|another-secret-value|AKIATEST/);
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
    const named = { ...cloud.environment, AWS_REGION: "eu west" };
    for (const command of [cloud.run, ["doctor", "--target", "lambda"]]) {
      const refused = await cloud.place.start(command, named);
      expect(refused.exitCode).toBe(3);
      expect(refused.stderr).toContain('expected an AWS region such as eu-west-1, got "eu west"');
    }
  });

  it("refuses a role that is none before anything is made", async () => {
    await using cloud = await cloudPlace();
    const run = await cloud.place.start(cloud.run, { ...cloud.environment, THAW_LAMBDA_ROLE: "my-role" });
    expect(run.exitCode).toBe(3);
    expect(run.stderr).toContain("THAW_LAMBDA_ROLE: expected the ARN of a role, got my-role");
    expect(readdirSync(cloud.place.folder)).not.toContain("out");
    expect(cloud.server.state.callsOf("lambda:CreateFunction")).toEqual([]);
  });

  it("takes flags that mean AWS for no other target", async () => {
    const place = workplace(scenario);
    const arn = "arn:aws:lambda:eu-north-1:123456789012:function:orders";
    for (const flags of [["--keep"], ["--function", arn], ["--endpoint", "http://127.0.0.1:9"]]) {
      const run = await place.start(["run", "one.yaml", "--target", "process", ...flags, "--out", "out"]);
      expect(run.exitCode).toBe(2);
      expect(run.stderr).toContain(`--target: expected lambda beside ${flags[0]}, got process`);
      expect(readdirSync(place.folder)).not.toContain("out");
    }
  });
});

describe("several regions", () => {
  const regions = { "two.yaml": `${scenario["one.yaml"]}lambda: { regions: [us-east-1, eu-central-1] }\n` };
  const run = ["run", "two.yaml", "--target", "lambda", "--filter", "memory=512"];

  it("are measured as variants of one run, reported, and compared each with itself", async () => {
    await using cloud = await cloudPlace();
    cloud.place.write("two.yaml", regions["two.yaml"]);
    for (const out of ["a", "b"]) {
      const ended = await cloud.place.start([...run, "--out", out], cloud.environment);
      expect(ended.exitCode).toBe(0);
    }
    const { variants } = manifestOf(cloud.place.path("a"));
    expect(variants.map(({ id, axes, prepared }) => [id, axes, prepared[0]?.region])).toEqual(
      ["us-east-1", "eu-central-1"].map((region) => [
        `two/nodejs24.x/512/x86_64/zip/none/region=${region}`,
        { region },
        region,
      ]),
    );
    const counts = variants.map(({ id }) =>
      samplesOf(cloud.place.path("a")).filter(({ variant }) => variant === id),
    );
    expect(counts.map(({ length }) => length)).toEqual([15, 15]);
    expect(cloud.place.read("a/report.md")).toContain("region eu-central-1");
    expect(cloud.place.read("a/summary.csv")).toContain(",region=eu-central-1,");
    const compared = await cloud.place.start(["compare", "a", "b", "--format", "json"]);
    expect(compared.stdout).toContain("/region=us-east-1");
    expect(compared.stderr).not.toContain("refused");
    expect(cloud.server.state.left()).toEqual([]);
  });

  it("can be planned, filtered and resumed, and are nothing to a local target", async () => {
    await using cloud = await cloudPlace();
    cloud.place.write("two.yaml", regions["two.yaml"]);
    const plan = async (...flags: string[]) =>
      JSON.parse((await cloud.place.start(["plan", "two.yaml", "--json", ...flags])).stdout);
    const onAws = await plan("--target", "lambda");
    expect(onAws.cloud.regions.map(({ region }: { region: string }) => region)).toEqual([
      "us-east-1",
      "eu-central-1",
    ]);
    const local = await plan("--target", "process");
    expect(local.variants).toHaveLength(onAws.variants.length / 2);
    const one = [...run, "--filter", "region=eu-central-1", "--out", "out"];
    expect((await cloud.place.start(one, cloud.environment)).exitCode).toBe(0);
    const resumed = await cloud.place.start(["run", "--resume", "out"], cloud.environment);
    expect(resumed.exitCode).toBe(0);
    expect(new Set(samplesOf(cloud.place.path("out")).map(({ variant }) => variant))).toEqual(
      new Set(["two/nodejs24.x/512/x86_64/zip/none/region=eu-central-1"]),
    );
    expect(cloud.server.state.calls.every(({ region }) => region === "eu-central-1")).toBe(true);
  });

  it("are cleaned up by whoever knows of them: this machine, scenario files, or --region", async () => {
    await using cloud = await cloudPlace();
    cloud.place.write("two.yaml", regions["two.yaml"]);
    await cloud.place.start([...run, "--keep", "--out", "out"], cloud.environment);
    const cleanup = async (...flags: string[]) => {
      const environment = { ...cloud.environment, AWS_REGION: "eu-west-1" };
      const ended = await cloud.place.start(
        ["cleanup", "--target", "lambda", "--json", "--deployed", ...flags],
        environment,
      );
      return { ...ended, found: JSON.parse(ended.stdout) };
    };
    const looked = ({ found }: Awaited<ReturnType<typeof cleanup>>) =>
      found.regions.map(({ region }: { region: string }) => region);
    expect(looked(await cleanup("--dry-run"))).toEqual(["eu-west-1", "eu-central-1", "us-east-1"]);
    rmSync(cloud.place.path("..", "cache", "regions"), { recursive: true });
    expect(looked(await cleanup("--dry-run"))).toEqual(["eu-west-1"]);
    expect(looked(await cleanup("--dry-run", "two.yaml"))).toEqual([
      "eu-west-1",
      "us-east-1",
      "eu-central-1",
    ]);
    cloud.server.faults.regionDown = { "us-east-1": 1 };
    const down = await cleanup("--region", "us-east-1", "--region", "eu-central-1");
    expect(down.exitCode).toBe(3);
    expect(down.stderr).toContain("us-east-1: not looked at: ");
    expect(looked(down)).toEqual(["eu-central-1"]);
    cloud.server.faults.regionDown = {};
    expect((await cleanup("--region", "us-east-1")).exitCode).toBe(0);
    expect(cloud.server.state.left()).toEqual([]);
  });
});

describe("thaw cleanup --target lambda", () => {
  it("puts a function back that a killed run had changed", async () => {
    await using cloud = await cloudPlace({ timing: { updateMs: 100 } });
    const arn = "arn:aws:lambda:eu-north-1:123456789012:function:orders";
    await createActive(lambdaClient(cloud.server.endpoint, "eu-north-1"), {
      FunctionName: "orders",
      MemorySize: 1024,
    });
    const settings = () => cloud.server.state.functions[0]?.latest.settings;
    const before = settings();
    const run = cloud.place.start([...cloud.run, "--function", arn, "--cold", "50"], cloud.environment);
    await until(() => settings()?.variables.THAW_COLD !== undefined);
    run.kill("SIGKILL");
    await run;
    const cleanup = await cloud.place.start(["cleanup", "--target", "lambda"], cloud.environment);
    expect(cleanup.stdout).toContain(`${arn} is as it was before thaw\n`);
    expect(cleanup.exitCode).toBe(0);
    expect(settings()).toEqual(before);
  });

  it.each([
    [["--region", "us-east1"], '--region: expected an AWS region such as eu-west-1, got "us-east1"'],
    [["--older-than", "soon"], "--older-than: expected a duration such as 30m or 24h, got soon"],
    [["missing.yaml"], "missing.yaml"],
  ])("refuses %j", async (flags, message) => {
    const place = workplace();
    const cleanup = await place.start(["cleanup", "--target", "lambda", ...flags], {
      AWS_REGION: "eu-west-1",
    });
    expect(cleanup.exitCode).toBe(2);
    expect(cleanup.stderr).toContain(message);
  });

  it("takes what only AWS has for no clean-up of an engine", async () => {
    const cleanup = await workplace().start(["cleanup", "--deployed", "--region", "eu-west-1"]);
    expect(cleanup.exitCode).toBe(2);
    expect(cleanup.stderr).toContain("--target: expected lambda beside --region --deployed, got none");
  });

  it("leaves nothing of runs that were killed at any moment", async () => {
    await using cloud = await cloudPlace({ timing: { createMs: 100, updateMs: 100 } });
    const random = seededRandom("killed");
    // Each waits for late lines of logs; test/cloud/killed.test.ts has ten moments.
    for (let round = 0; round < 4; round++) {
      rmSync(cloud.place.path("out"), { recursive: true, force: true });
      const run = cloud.place.start([...cloud.run, "--cold", "200"], cloud.environment);
      await sleep(300 + random() * 2500);
      run.kill("SIGKILL");
      await run;
      const cleanup = await cloud.place.start(["cleanup", "--target", "lambda"], cloud.environment);
      expect(cleanup.exitCode).toBe(0);
      expect(cleanup.stderr).toBe("");
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

  it("asks every region that scenario files name, and says which does not answer", async () => {
    await using cloud = await cloudPlace({ faults: { regionDown: { "us-east-1": 1 } } });
    cloud.place.write("two.yaml", `${scenario["one.yaml"]}lambda: { regions: [us-east-1, eu-central-1] }\n`);
    const doctor = await cloud.place.start(["doctor", "two.yaml", "--target", "lambda"], cloud.environment);
    expect(doctor.exitCode).toBe(3);
    expect(doctor.stdout).toMatch(/AWS Lambda in eu-west-1.*AWS Lambda in eu-central-1/s);
    expect(doctor.stderr).toMatch(/^us-east-1: .*does not answer/m);
  });

  it("names each action that is denied", async () => {
    await using cloud = await cloudPlace();
    Object.assign(cloud.server.faults, {
      accessDenied: { "lambda:PublishVersion": 1, "logs:FilterLogEvents": 1 },
    });
    const doctor = await cloud.place.start(["doctor", "--target", "lambda", "--json"], cloud.environment);
    expect(doctor.exitCode).toBe(3);
    const [{ denied }] = JSON.parse(doctor.stdout).regions;
    expect(denied.map(({ action }: { action: string }) => action)).toEqual([
      "lambda:PublishVersion",
      "logs:FilterLogEvents",
    ]);
  });
});

describe("thaw deploy", () => {
  it("says what Lambda takes no more of with a call, and what to do about it, before anything is sent", async () => {
    await using cloud = await cloudPlace();
    writeFileSync(cloud.place.path("fn/blob.bin"), randomBytes(51 * 1024 * 1024));
    const deploy = await cloud.place.start(["deploy", "one.yaml"], cloud.environment);
    expect(deploy.exitCode).toBe(4);
    expect(deploy.stderr).toMatch(
      /and 1 more: code: expected at most 50 MB when zipped, got 52 MB\n +Lambda takes no more with a call: put parts of it into layers, or make it an image/,
    );
    expect(cloud.server.state.left()).toEqual([]);
    expect(cloud.server.state.callsOf("lambda:CreateFunction")).toEqual([]);
  });

  it("leaves functions that runs with --keep take as they stand, until they are cleaned up", async () => {
    await using cloud = await cloudPlace();
    const deploy = await cloud.place.start(["deploy", "one.yaml"], cloud.environment);
    expect(deploy.exitCode).toBe(0);
    const made = cloud.server.state.functions.map(({ name }) => name).toSorted();
    // Two variants, and three copies of each.
    expect(made).toHaveLength(6);
    const run = await cloud.place.start([...cloud.run, "--keep"], cloud.environment);
    expect(run.exitCode).toBe(0);
    expect(cloud.server.state.functions.map(({ name }) => name).toSorted()).toEqual(made);
    expect(cloud.server.state.callsOf("lambda:CreateFunction")).toHaveLength(made.length);
    for (const flags of [[], ["--older-than", "0s"], ["--deployed", "--dry-run"]]) {
      const spared = await cloud.place.start(["cleanup", "--target", "lambda", ...flags], cloud.environment);
      expect(spared.exitCode).toBe(0);
      expect(cloud.server.state.functions.length).toBeGreaterThan(0);
    }
    const cleanup = await cloud.place.start(
      ["cleanup", "--target", "lambda", "--deployed"],
      cloud.environment,
    );
    expect(cleanup.stdout).toMatch(/^removed \d+ functions, 0 layers and \d+ log groups in eu-west-1$/m);
    expect(cloud.server.state.left()).toEqual([]);
  });
});

async function until(holds: () => boolean): Promise<void> {
  while (!holds()) {
    await sleep(20);
  }
}
