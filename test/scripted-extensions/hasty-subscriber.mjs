// Subscribes with the longest buffering there is, writes what it gets where EXTENSION_RECORD says, and ends at the very
// moment in which it is asked to.
import { appendFileSync } from "node:fs";
import { createServer } from "node:http";
import { name, register, serve, subscribe } from "./api.mjs";

const server = createServer((delivery, response) => {
  const chunks = [];
  delivery.on("data", (chunk) => chunks.push(chunk));
  delivery.on("end", () => {
    for (const got of JSON.parse(Buffer.concat(chunks).toString())) {
      const line = JSON.stringify({ extension: name, atMs: Date.now(), got });
      appendFileSync(process.env.EXTENSION_RECORD, `${line}\n`);
    }
    response.end();
  });
});
await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
const id = await register();
await subscribe(id, server.address().port, 30_000);
await serve(id);
