// Isolates what the Runtime API costs a runtime whose own client costs next to nothing: the echo of the conformance function in
// Go, on AWS's client. A round trip is from one `next` to the following one: event out, response in.
// Floor: a bare node:http server that answers the same two requests of the same program with constants.
import { spawn } from "node:child_process";
import { randomUUID } from "node:crypto";
import { once } from "node:events";
import { createServer } from "node:http";
import { join } from "node:path";
import { systemClock } from "../dist/shared/clock.js";
import { median } from "./alternate.mjs";
import { plainApi } from "./plain-api.mjs";
import { realPart } from "./real-part.mjs";
import { atLeast, atMost, microseconds, ratio } from "./row.mjs";

const rounds = 10;
const tripsInRound = 1500;
const payload = Buffer.from('{"action":"echo","payload":"x"}');
const functionArn = "arn:aws:lambda:us-east-1:123456789012:function:echo";

export async function compiledClient() {
  const program = join(realPart("function-go"), "bootstrap");
  const api = await overRuntimeApi(program);
  const floor = await overBareServer(program);
  const figures = { api: [], floor: [] };
  for (let round = 0; round <= rounds; round++) {
    // A B, B A, …: a machine that grows slower or faster does so for both.
    for (const name of round % 2 === 0 ? ["api", "floor"] : ["floor", "api"]) {
      const figure = await (name === "api" ? api : floor).run(tripsInRound);
      if (round > 0) {
        figures[name].push(figure);
      }
    }
  }
  await Promise.all([api.close(), floor.close()]);
  return rowsOf(figures);
}

function rowsOf({ api, floor }) {
  const rate = (figure) => median(figure.map(({ perSecond }) => perSecond));
  const time = (figure) => median(figure.map(({ medianMs }) => medianMs));
  return [
    {
      what: "echo in Go, round trips per second",
      measured: `${Math.round(rate(api))}/s`,
      floor: `${Math.round(rate(floor))}/s (bare server)`,
      ...atLeast(rate(api) / rate(floor), 0.8, ratio),
    },
    {
      what: "echo in Go, median round trip",
      measured: microseconds(time(api)),
      floor: `${microseconds(time(floor))} (bare server)`,
      ...atMost(time(api) / time(floor), 1.25, ratio),
    },
  ];
}

async function overRuntimeApi(program) {
  const api = await plainApi();
  const stop = startClient(program, api.address);
  await api.initEnd;
  return {
    run: (trips) =>
      timed(trips, async () => {
        await api.deliver(invocation()).completed;
      }),
    close: async () => {
      await stop();
      await api.close();
    },
  };
}

function invocation() {
  return { requestId: randomUUID(), deadlineMs: Date.now() + 3000, functionArn, payload };
}

async function timed(trips, trip) {
  const times = [];
  const beganMs = systemClock.nowMs();
  let sinceMs = beganMs;
  for (let count = 0; count < trips; count++) {
    await trip();
    const nowMs = systemClock.nowMs();
    times.push(nowMs - sinceMs);
    sinceMs = nowMs;
  }
  return { perSecond: (1000 * trips) / (sinceMs - beganMs), medianMs: median(times) };
}

/** Answers each `next` at once while a round runs, and holds it back between two rounds. */
export async function overBareServer(program) {
  const accepted = Buffer.from('{"status":"OK"}\n');
  const headers = ["Content-Type", "application/json", "Content-Length"];
  const requestId = randomUUID();
  let waiting;
  let onNext = () => {};
  const event = (response) => {
    response.sendDate = false;
    response.writeHead(200, [
      ...headers,
      String(payload.byteLength),
      ...["Lambda-Runtime-Aws-Request-Id", requestId],
      ...["Lambda-Runtime-Deadline-Ms", String(Date.now() + 3000)],
      ...["Lambda-Runtime-Invoked-Function-Arn", functionArn],
    ]);
    response.end(payload);
  };
  const server = createServer((incoming, response) => {
    if (incoming.method === "GET") {
      waiting = response;
      onNext();
      return;
    }
    incoming.resume().on("end", () => {
      response.sendDate = false;
      response.writeHead(202, [...headers, String(accepted.byteLength)]);
      response.end(accepted);
    });
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const asked = () =>
    new Promise((resolve) => {
      onNext = resolve;
    });
  const first = asked();
  const stop = startClient(program, `127.0.0.1:${server.address().port}`);
  await first;
  const trip = async () => {
    const next = asked();
    event(waiting);
    await next;
  };
  return {
    trip,
    run: (trips) => timed(trips, trip),
    close: async () => {
      await stop();
      server.closeAllConnections();
      server.close();
    },
  };
}

/** Starts the function; returns what ends it. */
function startClient(program, address) {
  const env = {
    AWS_LAMBDA_RUNTIME_API: address,
    AWS_LAMBDA_FUNCTION_NAME: "echo",
    AWS_LAMBDA_FUNCTION_VERSION: "$LATEST",
    AWS_LAMBDA_FUNCTION_MEMORY_SIZE: "512",
    _HANDLER: "bootstrap",
  };
  const client = spawn(program, [], { env, stdio: "ignore" });
  return async () => {
    client.kill("SIGKILL");
    await once(client, "exit");
  };
}
