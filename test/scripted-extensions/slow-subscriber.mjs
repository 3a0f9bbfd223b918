// Subscribes to everything and takes its first delivery only when it gets its second event. What it takes it writes, a
// line an event, into the function's /tmp.
import { appendFileSync } from "node:fs";
import { createServer } from "node:http";
import { join } from "node:path";
import { next, register, subscribe } from "./api.mjs";

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
await subscribe(id, server.address().port, 25);
await next(id);
await next(id);
release();
while ((await next(id)).eventType !== "SHUTDOWN") {}
process.exit(0);
