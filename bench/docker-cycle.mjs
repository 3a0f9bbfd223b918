// Isolates what a cold start costs whoever waits for many: container made, runtime initialised, one event answered, container
// ended and removed, sample recorded. The same image and function for all; they take turns, eight cold starts each, so that
// the removal of a batch is in its own turn. Judged with a function in Go, whose own init is next to nothing: with a slower one both
// wait for the same, as the row with Node.js shows.
// Floor: a loop of `docker run --rm` of the same image and command, driven by a bare server that hands out one event and hangs up at
// the next, which ends the runtime. Beside it `sam local invoke`, where it is installed (pip install aws-sam-cli).
import { execFile } from "node:child_process";
import { once } from "node:events";
import { cp, mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { createServer } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { measure } from "../dist/run/measure.js";
import { openSampleWriter } from "../dist/samples/writer.js";
import { systemClock } from "../dist/shared/clock.js";
import { createDockerTarget } from "../dist/targets/docker/docker-target.js";
import { median } from "./alternate.mjs";
import { measuringOf } from "./measuring.mjs";
import { realPart } from "./real-part.mjs";
import { atLeast, milliseconds, ratio } from "./row.mjs";
import { root } from "./thaw.mjs";

const run = promisify(execFile);
const goFunction = () => ({
  name: "Go",
  runtime: "provided.al2023",
  image: "public.ecr.aws/lambda/provided:al2023",
  code: realPart("function-go"),
  handler: "function.handler",
  event: '{"action":"echo","payload":"x"}',
});
const node = {
  name: "Node.js 22",
  runtime: "nodejs22.x",
  image: "public.ecr.aws/lambda/nodejs:22",
  code: join(root, "scenarios/functions/hello-node"),
  handler: "index.handler",
  event: '{"whom":"world"}',
};
const rounds = 8;
const coldStartsInRound = 8;
const samInRound = 1;

export async function dockerCycle() {
  const go = goFunction();
  const ofGo = await timesOf((folder) => [ours(go, folder), dockerRun(go)]);
  const ofNode = await timesOf((folder) => [ours(node, folder), dockerRun(node), samLocal(node, folder)]);
  return [...rowsOf(go, ofGo, 2.5), ...rowsOf(node, ofNode)];
}

/** Milliseconds for a cold start in each round, by way: ours, `docker run`, and sam where it is there. */
async function timesOf(open) {
  const folder = await mkdtemp(join(tmpdir(), "thaw-bench-"));
  const ways = [];
  try {
    for (const opening of open(folder)) {
      ways.push(await opening);
    }
    const times = ways.map(() => []);
    for (let round = 0; round <= rounds; round++) {
      for (const [index, way] of ways.entries()) {
        const perColdStartMs = await way?.round();
        if (round > 0 && perColdStartMs !== undefined) {
          times[index].push(perColdStartMs);
        }
      }
    }
    return times;
  } finally {
    await Promise.all(ways.map((way) => way?.close()));
    await rm(folder, { recursive: true, force: true });
  }
}

function rowsOf({ name }, [ours, docker, sam], atLeastTimes) {
  const byPair = (others) => median(others.map((time, round) => time / ours[round]));
  const times = byPair(docker);
  return [
    {
      what: `cold starts a minute, ${name}`,
      measured: `${perMinute(ours)} (${milliseconds(median(ours))} each)`,
      floor: `${perMinute(docker)} (docker run --rm)`,
      ...(atLeastTimes === undefined ? { judged: ratio(times) } : atLeast(times, atLeastTimes, ratio)),
    },
    ...(sam === undefined
      ? []
      : [
          sam.length === 0
            ? { what: "beside sam local invoke", measured: "sam is not installed" }
            : {
                what: "beside sam local invoke",
                measured: perMinute(ours),
                floor: `${perMinute(sam)} (sam local invoke)`,
                judged: ratio(byPair(sam)),
              },
        ]),
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
async function ours({ runtime, code, handler, event }, parent) {
  const folder = join(parent, "ours");
  await mkdir(folder);
  const scenario = join(folder, "cycle.yaml");
  const scenarioText = { function: { code, handler }, runtimes: { [runtime]: {} }, event: JSON.parse(event) };
  await writeFile(scenario, JSON.stringify({ ...scenarioText, matrix: { memory: [512] } }));
  const target = createDockerTarget({
    temporaryFolder: folder,
    cacheFolder: join(folder, "cache"),
    images: {},
    hostEnvironment: process.env,
    clock: systemClock,
    allowUnfaithful: false,
  });
  const events = measure(await measuringOf(target, runtime, (rounds + 2) * coldStartsInRound, scenario));
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
async function dockerRun({ image, code, handler, event }) {
  const network = `thaw-bench-${process.pid}`;
  await run("docker", ["network", "create", network]);
  const format = "{{(index .IPAM.Config 0).Gateway}}";
  const { stdout } = await run("docker", ["network", "inspect", network, "--format", format]);
  const api = await oneEventApi(stdout.trim(), event);
  const options = ["--network", network, "--memory", "512m", "--volume", `${code}:/var/task:ro`];
  const variables = Object.entries({ ...lambdaVariables, AWS_LAMBDA_RUNTIME_API: api.address }).flatMap(
    ([name, value]) => ["--env", `${name}=${value}`],
  );
  const args = ["run", "--rm", ...options, ...variables, image, handler];
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
async function oneEventApi(host, event) {
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
      response.writeHead(200, headers).end(event);
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
async function samLocal({ image, code, runtime }, parent) {
  const folder = join(parent, "sam");
  try {
    await run("sam", ["--version"]);
  } catch {
    return undefined;
  }
  await cp(code, join(folder, "function"), { recursive: true });
  await writeFile(join(folder, "template.yaml"), templateOf(runtime));
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

function templateOf(runtime) {
  return `AWSTemplateFormatVersion: "2010-09-09"
Transform: AWS::Serverless-2016-10-31
Resources:
  Hello:
    Type: AWS::Serverless::Function
    Properties: { Runtime: ${runtime}, Handler: index.handler, CodeUri: function, MemorySize: 512, Architectures: [x86_64] }
`;
}
