// Isolates what a cold start costs whoever waits for many: container made, runtime initialised, one event answered, container
// ended and removed, sample recorded. The same image and function for all; they take turns, eight cold starts each, so that
// the removal of a batch is in its own turn.
// Floor: a loop of `docker run --rm` of the same image and command, driven by a bare server that hands out one event and hangs up at
// the next, which ends the runtime. Beside it `sam local invoke`, where it is installed (pip install aws-sam-cli).
import { execFile } from "node:child_process";
import { once } from "node:events";
import { cp, mkdtemp, rm, writeFile } from "node:fs/promises";
import { createServer } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { measure } from "../dist/run/measure.js";
import { openSampleWriter } from "../dist/samples/writer.js";
import { systemClock } from "../dist/shared/clock.js";
import { median } from "./alternate.mjs";
import { dockerTarget } from "./docker-target.mjs";
import { measuringOf } from "./measuring.mjs";
import { atLeast, milliseconds, ratio } from "./row.mjs";
import { root } from "./thaw.mjs";

const run = promisify(execFile);
const runtime = "nodejs22.x";
const image = "public.ecr.aws/lambda/nodejs:22";
const code = join(root, "scenarios/functions/hello-node");
const rounds = 8;
const coldStartsInRound = 8;
const samInRound = 1;

export async function dockerCycle() {
  const folder = await mkdtemp(join(tmpdir(), "thaw-bench-"));
  const ways = { ours: await ours(folder), docker: await dockerRun(), sam: await samLocal(folder) };
  const times = { ours: [], docker: [], sam: [] };
  try {
    for (let round = 0; round <= rounds; round++) {
      for (const [name, way] of Object.entries(ways)) {
        const perColdStartMs = way && (await way.round());
        if (round > 0 && perColdStartMs !== undefined) {
          times[name].push(perColdStartMs);
        }
      }
    }
  } finally {
    await Promise.all(Object.values(ways).map((way) => way?.close()));
    await rm(folder, { recursive: true, force: true });
  }
  return rowsOf(times);
}

function rowsOf({ ours, docker, sam }) {
  const byPair = (others) => median(others.map((time, round) => time / ours[round]));
  return [
    {
      what: "cold starts a minute, Node.js 22",
      measured: `${perMinute(ours)} (${milliseconds(median(ours))} each)`,
      floor: `${perMinute(docker)} (docker run --rm)`,
      ...atLeast(byPair(docker), 2.5, ratio),
    },
    sam.length === 0
      ? { what: "beside sam local invoke", measured: "sam is not installed" }
      : {
          what: "beside sam local invoke",
          measured: perMinute(ours),
          floor: `${perMinute(sam)} (sam local invoke)`,
          judged: ratio(byPair(sam)),
        },
  ];
}

function perMinute(times) {
  return `${(60_000 / median(times)).toFixed(0)}/min`;
}

/** Time of one of `count`, in milliseconds. */
async function timeOf(count, work) {
  const beganMs = systemClock.nowMs();
  for (let done = 0; done < count; done++) {
    await work();
  }
  return (systemClock.nowMs() - beganMs) / count;
}

/** As `thaw run` does it. */
async function ours(folder) {
  const target = dockerTarget(folder);
  const events = measure(await measuringOf(target, runtime, (rounds + 2) * coldStartsInRound));
  const writer = await openSampleWriter(join(folder, "samples.ndjson"));
  const coldStart = async () => {
    const { value: event } = await events.next();
    const failed = event.samples.find(({ status }) => status !== "ok");
    if (failed !== undefined) {
      throw new Error(`expected samples that are ok, got ${failed.status}: ${failed.error?.message}`);
    }
    await writer.appendEnvironment(event.samples);
  };
  return {
    round: () => timeOf(coldStartsInRound, coldStart),
    close: async () => {
      await events.return();
      await writer[Symbol.asyncDispose]();
      await target.dispose();
    },
  };
}

/** AWS's client for Node.js reads them, and does not live without. */
const lambdaVariables = {
  AWS_LAMBDA_FUNCTION_NAME: "hello",
  AWS_LAMBDA_FUNCTION_VERSION: "$LATEST",
  AWS_LAMBDA_FUNCTION_MEMORY_SIZE: "512",
  AWS_LAMBDA_LOG_GROUP_NAME: "/aws/lambda/hello",
  AWS_LAMBDA_LOG_STREAM_NAME: "bench",
};

/** On a network of its own, whose gateway is this machine. */
async function dockerRun() {
  const network = `thaw-bench-${process.pid}`;
  await run("docker", ["network", "create", network]);
  const format = "{{(index .IPAM.Config 0).Gateway}}";
  const { stdout } = await run("docker", ["network", "inspect", network, "--format", format]);
  const api = await oneEventApi(stdout.trim());
  const options = ["--network", network, "--memory", "512m", "--volume", `${code}:/var/task:ro`];
  const variables = Object.entries({ ...lambdaVariables, AWS_LAMBDA_RUNTIME_API: api.address }).flatMap(
    ([name, value]) => ["--env", `${name}=${value}`],
  );
  const args = ["run", "--rm", ...options, ...variables, image, "index.handler"];
  const coldStart = async () => {
    const answers = api.answers();
    // The runtime ends with an error when the server hangs up.
    const ended = await run("docker", args).catch((error) => error);
    if (api.answers() !== answers + 1) {
      throw new Error(`docker run: expected one answer, got ${api.answers() - answers}: ${ended.stderr}`);
    }
  };
  return {
    round: () => timeOf(coldStartsInRound, coldStart),
    close: async () => {
      await api.close();
      await run("docker", ["network", "rm", network]);
    },
  };
}

/** Hands out one event to each runtime, takes its answer, and hangs up when it asks again. */
async function oneEventApi(host) {
  let answers = 0;
  let served = false;
  const server = createServer((request, response) => {
    request.resume();
    if (request.method === "POST") {
      served = true;
      answers++;
      response.writeHead(202).end();
    } else if (served) {
      served = false;
      response.destroy();
    } else {
      const headers = {
        // Without it AWS's client for Node.js dies of a segmentation fault.
        "Content-Type": "application/json",
        "Lambda-Runtime-Aws-Request-Id": "8476a536-e9f4-11e8-9739-2dfe598c3fcd",
        "Lambda-Runtime-Deadline-Ms": String(Date.now() + 3000),
        "Lambda-Runtime-Invoked-Function-Arn": "arn:aws:lambda:us-east-1:123456789012:function:hello",
      };
      response.writeHead(200, headers).end("{}");
    }
  });
  server.listen(0, host);
  await once(server, "listening");
  return {
    address: `${host}:${server.address().port}`,
    answers: () => answers,
    close: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, "close");
    },
  };
}

/** Undefined where it is not installed. */
async function samLocal(folder) {
  try {
    await run("sam", ["--version"]);
  } catch {
    return undefined;
  }
  await cp(code, join(folder, "function"), { recursive: true });
  await writeFile(join(folder, "template.yaml"), template);
  // It lays its emulator over the image and keeps the result under the same name.
  const repository = "thaw-bench-sam";
  await run("docker", ["tag", image, `${repository}:base`]);
  const args = ["local", "invoke", "Hello", "--no-event", "--skip-pull-image"];
  const named = ["--invoke-image", `${repository}:base`];
  const env = { ...process.env, SAM_CLI_TELEMETRY: "0" };
  return {
    round: () => timeOf(samInRound, () => run("sam", [...args, ...named], { cwd: folder, env })),
    close: () => run("docker", ["rmi", "--force", `${repository}:base`, `${repository}:rapid-x86_64`]),
  };
}

const template = `AWSTemplateFormatVersion: "2010-09-09"
Transform: AWS::Serverless-2016-10-31
Resources:
  Hello:
    Type: AWS::Serverless::Function
    Properties: { Runtime: ${runtime}, Handler: index.handler, CodeUri: function, MemorySize: 512, Architectures: [x86_64] }
`;
