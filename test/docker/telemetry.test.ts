import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { TargetEnvironment } from "../../src/targets/target.ts";
import { layerOf } from "../process/script-layer.ts";
import { withoutEngine } from "./engine.ts";
import { ask, type DockerBench, openDockerBench } from "./fixture.ts";

const skipped = withoutEngine === undefined ? "" : ` (${withoutEngine})`;

describe.skipIf(withoutEngine !== undefined)(`telemetry in a container${skipped}`, () => {
  let bench: DockerBench;
  beforeAll(async () => {
    bench = await openDockerBench();
  });
  afterAll(() => bench[Symbol.asyncDispose]());

  it("reaches who subscribed over HTTP and over TCP, and again after a reset", async () => {
    using subscribers = layerOf({
      "extensions/http": { content: subscriber("HTTP"), mode: 0o755 },
      "extensions/tcp": { content: subscriber("TCP"), mode: 0o755 },
    });
    const environment = await bench.start({ memoryMb: 512, timeoutSeconds: 30, layers: subscribers.layers });
    try {
      const first = await ask(environment, {});
      await expect.poll(() => reportsIn(environment, first.requestId), waiting).toEqual(["http", "tcp"]);
      expect((await ask(environment, { action: "exit" })).observation.status).toBe("crash");
      const second = await ask(environment, {});
      await expect.poll(() => reportsIn(environment, second.requestId), waiting).toEqual(["http", "tcp"]);
    } finally {
      await environment.stop();
    }
  });

  it("does not keep what the first process has cost from being told", async () => {
    await using other = await openDockerBench();
    using subscribers = layerOf({ "extensions/http": { content: subscriber("HTTP"), mode: 0o755 } });
    const { observation } = await other.invoke({}, { memoryMb: 512, layers: subscribers.layers });
    expect(observation.status).toBe("ok");
    expect(other.target.engine?.hopMs).toBeGreaterThan(0);
    expect(other.target.engine?.firstProcessCpuMs).toBeGreaterThan(0);
  });
});

const waiting = { timeout: 10_000, interval: 50 };

/** Which of the subscribers have got the report of a request. */
async function reportsIn(environment: TargetEnvironment, requestId: string): Promise<readonly string[]> {
  const { told } = await ask(environment, { action: "run", command: "cat /tmp/http /tmp/tcp || true" });
  const lines = String(told.text)
    .split("\n")
    .filter((line) => line.includes('"platform.report"') && line.includes(requestId));
  return lines.map((line) => line.slice(0, line.indexOf(" ")));
}

/** An extension that writes what it gets to /tmp, a line an event, under its own name. */
function subscriber(protocol: "HTTP" | "TCP"): string {
  return `#!/var/lang/bin/node
const { appendFileSync } = require("node:fs");
const { basename } = require("node:path");
const name = basename(__filename);
const keep = (events) => appendFileSync("/tmp/" + name, events.map((text) => name + " " + text + "\\n").join(""));
const api = "http://" + process.env.AWS_LAMBDA_RUNTIME_API;
const over = {
  HTTP: (listening) => {
    const server = require("node:http").createServer(async (delivery, response) => {
      keep(JSON.parse(Buffer.concat(await delivery.toArray())).map((event) => JSON.stringify(event)));
      response.end();
    });
    server.listen(9003, "127.0.0.1", () => listening({ protocol: "HTTP", URI: "http://sandbox.localdomain:9003" }));
  },
  TCP: (listening) => {
    const server = require("node:net").createServer((socket) => {
      require("node:readline").createInterface({ input: socket }).on("line", (line) => keep([line]));
    });
    server.listen(9004, "127.0.0.1", () => listening({ protocol: "TCP", port: 9004 }));
  },
};
over.${protocol}(async (destination) => {
  const registered = await fetch(api + "/2020-01-01/extension/register", {
    method: "POST",
    headers: { "lambda-extension-name": name },
    body: JSON.stringify({ events: ["INVOKE", "SHUTDOWN"] }),
  });
  const headers = { "lambda-extension-identifier": registered.headers.get("lambda-extension-identifier") };
  await fetch(api + "/2022-07-01/telemetry", {
    method: "PUT",
    headers: { ...headers, "content-type": "application/json" },
    body: JSON.stringify({
      schemaVersion: "2022-12-13",
      types: ["platform", "function"],
      buffering: { maxItems: 1000, maxBytes: 262144, timeoutMs: 25 },
      destination,
    }),
  });
  const next = async () => (await fetch(api + "/2020-01-01/extension/event/next", { headers })).json();
  while ((await next()).eventType !== "SHUTDOWN") {}
  process.exit(0);
});
`;
}
