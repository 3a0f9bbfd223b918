// Subscribes to everything and takes its first delivery only when it gets its second event. What it takes it writes, a
// line an event, into the function's /tmp.
import { appendFileSync } from "node:fs";
import { createServer, request } from "node:http";
import { join } from "node:path";
import { next, register } from "./api.mjs";

const file = join(process.env.TMPDIR ?? "", "received.ndjson");
let release = () => {};
const released = new Promise((resolve) => {
  release = resolve;
});
const server = createServer(async (delivery, response) => {
  const chunks = [];
  for await (const chunk of delivery) {
    chunks.push(chunk);
  }
  await released;
  const events = JSON.parse(Buffer.concat(chunks).toString());
  appendFileSync(file, events.map((event) => `${JSON.stringify(event)}\n`).join(""));
  response.end();
});
await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
const id = await register();
await subscribe(server.address().port);
await next(id);
await next(id);
release();
while ((await next(id)).eventType !== "SHUTDOWN") {}
process.exit(0);

function subscribe(port) {
  const [host, apiPort] = process.env.AWS_LAMBDA_RUNTIME_API.split(":");
  const headers = { "lambda-extension-identifier": id, "content-type": "application/json" };
  const subscription = {
    schemaVersion: "2022-12-13",
    types: ["platform", "function"],
    buffering: { maxItems: 1000, maxBytes: 262144, timeoutMs: 25 },
    destination: { protocol: "HTTP", URI: `http://sandbox.localdomain:${port}` },
  };
  return new Promise((resolve, reject) => {
    const sent = request(
      { host, port: apiPort, method: "PUT", path: "/2022-07-01/telemetry", headers },
      resolve,
    );
    sent.on("error", reject);
    sent.end(JSON.stringify(subscription));
  });
}
