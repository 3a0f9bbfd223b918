// Isolates what the Runtime API's server adds to one invocation: the event is handed out by `next`, comes back by
// `response`, and the answer is seen. The client is the same in both rows: node:http, one connection kept alive.
// Floor: a bare node:http server that answers the same two requests with constants and looks at nothing.
import { randomUUID } from "node:crypto";
import { once } from "node:events";
import { Agent, createServer, request } from "node:http";
import { alternate, median } from "./alternate.mjs";
import { plainApi } from "./plain-api.mjs";
import { microseconds, timesFloor } from "./row.mjs";

const sizes = [
  { name: "event of 100 bytes", bytes: 100, rounds: 20, iterations: 200 },
  { name: "event of 1 MB", bytes: 1_000_000, rounds: 20, iterations: 10 },
];

export async function apiRoundTrip() {
  const rows = [];
  for (const size of sizes) {
    rows.push(await measure(size));
  }
  return rows;
}

async function measure({ name, bytes, rounds, iterations }) {
  const payload = Buffer.from(JSON.stringify({ text: "x".repeat(bytes - '{"text":""}'.length) }));
  const api = await echoOverRuntimeApi(payload);
  const floor = await echoOverBareServer(payload);
  const timesMs = await alternate({ api: api.roundTrip, floor: floor.roundTrip }, { rounds, iterations });
  await Promise.all([api.close(), floor.close()]);
  const [ms, floorMs] = [median(timesMs.api), median(timesMs.floor)];
  return {
    what: name,
    measured: microseconds(ms),
    floor: `${microseconds(floorMs)} (bare server)`,
    ...timesFloor(ms, floorMs, 1.5),
  };
}

async function echoOverRuntimeApi(payload) {
  const api = await plainApi();
  const client = connect(api.address);
  let next = client.call("GET", "next");
  await api.initEnd;
  return {
    roundTrip: async () => {
      const { completed } = api.deliver(invocationOf(payload));
      const event = await next;
      await client.call("POST", `${event.id}/response`, event.body);
      next = client.call("GET", "next");
      await completed;
    },
    close: async () => {
      next.catch(() => {}); // it waits for an event that does not come
      client.close();
      await api.close();
    },
  };
}

function invocationOf(payload) {
  return {
    requestId: randomUUID(),
    deadlineMs: Date.now() + 3000,
    functionArn: "arn:aws:lambda:us-east-1:123456789012:function:echo",
    payload,
  };
}

async function echoOverBareServer(payload) {
  const accepted = Buffer.from('{"status":"OK"}\n');
  const server = createServer((incoming, response) => {
    incoming.resume().on("end", () => {
      const [status, body] = incoming.method === "GET" ? [200, payload] : [202, accepted];
      response.writeHead(status, {
        "Content-Type": "application/json",
        "Content-Length": body.byteLength,
        "Lambda-Runtime-Aws-Request-Id": "11111111-2222-3333-4444-555555555555",
      });
      response.end(body);
    });
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const client = connect(`127.0.0.1:${server.address().port}`);
  return {
    roundTrip: async () => {
      const event = await client.call("GET", "next");
      await client.call("POST", `${event.id}/response`, event.body);
    },
    close: async () => {
      client.close();
      server.close();
    },
  };
}

function connect(address) {
  const [hostname, port] = address.split(":");
  const agent = new Agent({ keepAlive: true, maxSockets: 1 });
  const call = (method, path, body) =>
    new Promise((resolve, reject) => {
      const headers = body === undefined ? {} : { "Content-Length": body.byteLength };
      const options = {
        hostname,
        port,
        agent,
        method,
        headers,
        path: `/2018-06-01/runtime/invocation/${path}`,
      };
      request(options, (response) => {
        const chunks = [];
        response.on("data", (chunk) => chunks.push(chunk)).on("error", reject);
        response.on("end", () => {
          const id = response.headers["lambda-runtime-aws-request-id"];
          resolve({ id, body: Buffer.concat(chunks) });
        });
      })
        .on("error", reject)
        .end(body);
    });
  return { call, close: () => agent.destroy() };
}
