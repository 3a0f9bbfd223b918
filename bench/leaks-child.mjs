// Ten thousand environments with a client in this process. Prints what was open and on the heap before and after.
import { readdirSync } from "node:fs";
import { get, request } from "node:http";
import { connect } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";
import { startEnvironment } from "../dist/environment/environment.js";
import { systemClock } from "../dist/shared/clock.js";

const count = Number(process.argv[2]);

// The first ones load code and fill pools.
await live(200);
const before = await held();
await live(count);
process.stdout.write(JSON.stringify({ before, after: await held() }));

async function live(environments) {
  for (let number = 0; number < environments; number++) {
    const environment = await startEnvironment({
      sandbox: inProcessSandbox(),
      clock: systemClock,
      functionArn: "arn",
      facts: { functionName: "f", functionVersion: "$LATEST", handler: "h", accountId: "123456789012" },
      memoryMb: 128,
      timeoutSeconds: 900,
    });
    for (let invocation = 0; invocation < 2; invocation++) {
      const { observation } = await environment.invoke(Buffer.from("{}"));
      if (observation.status !== "ok") {
        throw new Error(JSON.stringify(observation));
      }
    }
    await environment.stop();
  }
}

async function held() {
  await sleep(500);
  global.gc();
  await sleep(100);
  global.gc();
  const kinds = ["TCPServerWrap", "TCPSocketWrap", "Timeout"];
  return {
    descriptors: process.platform === "linux" ? readdirSync("/proc/self/fd").length : 0,
    handles: process.getActiveResourcesInfo().filter((kind) => kinds.includes(kind)).length,
    heapMb: process.memoryUsage().heapUsed / 1024 / 1024,
  };
}

function inProcessSandbox() {
  let link;
  let end = () => {};
  const reset = async () => end({ code: null, signal: "SIGKILL" });
  return {
    method: "spawn",
    extensions: [],
    start: async (given) => {
      link = given;
      return { provisionMs: 0 };
    },
    launch: async () => {
      poll(`http://${link.runtimeApi}/2018-06-01/runtime/invocation`);
      const exited = new Promise((resolve) => {
        end = resolve;
      });
      return { startedAtMs: systemClock.nowMs(), launchMs: 0, exited, signal: () => {} };
    },
    connect: (port) => connect(port, "127.0.0.1"),
    resources: () => ({}),
    reset,
    destroy: reset,
  };
}

function poll(url) {
  get(`${url}/next`, { agent: false }, (event) => {
    event.resume().on("end", () => {
      const id = event.headers["lambda-runtime-aws-request-id"];
      const sent = request(`${url}/${id}/response`, { agent: false, method: "POST" }, (answer) => {
        answer.resume().on("end", () => poll(url));
      });
      sent.on("error", () => {});
      sent.end("{}");
    });
  }).on("error", () => {});
}
