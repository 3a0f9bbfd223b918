// Isolates what an emulator puts into the time of a warm invocation: the same function, event and client behind AWS's Runtime
// Interface Emulator, in an environment of ours, and behind a bare server, which is the function's own time. Overhead is what
// is above that. Of the emulator it is in what its caller measures, which is the only time that it gives (over HTTP, one
// connection kept alive). Of ours it is in `durationMs`; what else the harness does for an invocation (reading /proc, the
// platform's events) stands in no phase, and is the second row.
import { spawn } from "node:child_process";
import { once } from "node:events";
import { Agent, request } from "node:http";
import { createServer } from "node:net";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { alternate, median } from "./alternate.mjs";
import { overBareServer } from "./compiled-client.mjs";
import { goTarget } from "./go-target.mjs";
import { realPart } from "./real-part.mjs";
import { atMost, microseconds, ratio } from "./row.mjs";

const payload = Buffer.from('{"action":"echo","payload":"x"}');

export async function rie() {
  const target = await goTarget();
  const environment = await target.start();
  const emulator = await startEmulator();
  const bare = await overBareServer(join(realPart("function-go"), "bootstrap"));
  const durationsMs = [];
  const invokeOurs = async () => {
    const { observation } = await environment.invoke(payload);
    durationsMs.push(observation.durationMs);
  };
  const tasks = { ours: invokeOurs, rie: emulator.invoke, bare: bare.trip };
  const timesMs = await alternate(tasks, { rounds: 20, iterations: 150 });
  await environment.stop();
  await Promise.all([target.close(), emulator.close(), bare.close()]);
  return rowsOf({
    duration: median(durationsMs),
    whole: median(timesMs.ours),
    rie: median(timesMs.rie),
    bare: median(timesMs.bare),
  });
}

function rowsOf({ duration, whole, rie, bare }) {
  const theirs = rie - bare;
  const floor = `${microseconds(theirs)} (AWS's emulator)`;
  return [
    {
      what: `overhead in a warm duration (echo in Go: ${microseconds(bare)})`,
      measured: microseconds(duration - bare),
      floor,
      ...atMost(Math.max(0, duration - bare) / theirs, 0.5, ratio),
    },
    {
      what: "overhead of the whole invocation, phases and not",
      measured: microseconds(whole - bare),
      floor,
      judged: ratio((whole - bare) / theirs),
    },
  ];
}

async function startEmulator() {
  const [front, api] = [await freePort(), await freePort()];
  const args = [
    ...["--runtime-interface-emulator-address", `127.0.0.1:${front}`],
    ...["--runtime-api-address", `127.0.0.1:${api}`],
    ...["--log-level", "error"],
    join(realPart("function-go"), "bootstrap"),
  ];
  const emulator = spawn(realPart("aws-lambda-rie"), args, { stdio: "ignore", detached: true });
  const agent = new Agent({ keepAlive: true, maxSockets: 1 });
  const invoke = () => post(front, agent);
  for (let tries = 0; ; tries++) {
    try {
      await invoke();
      break;
    } catch (error) {
      if (tries === 100) {
        throw error;
      }
      await sleep(50);
    }
  }
  return {
    invoke,
    close: async () => {
      agent.destroy();
      process.kill(-emulator.pid, "SIGKILL");
      await once(emulator, "exit");
    },
  };
}

function post(port, agent) {
  const path = "/2015-03-31/functions/function/invocations";
  const headers = { "Content-Length": payload.byteLength };
  return new Promise((resolve, reject) => {
    request({ host: "127.0.0.1", port, path, method: "POST", agent, headers }, (response) => {
      const chunks = [];
      response.on("data", (chunk) => chunks.push(chunk)).on("error", reject);
      response.on("end", () => {
        const answer = Buffer.concat(chunks).toString();
        answer === '"x"' ? resolve() : reject(new Error(`expected "x", got ${answer}`));
      });
    })
      .on("error", reject)
      .end(payload);
  });
}

async function freePort() {
  const server = createServer();
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address();
  server.close();
  await once(server, "close");
  return port;
}
