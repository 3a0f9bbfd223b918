// Asks for its next event when it was told that the runtime is done, as agents do that send what they have then.
import { createServer } from "node:http";
import { next, register, subscribe } from "./api.mjs";

let told = () => {};
const listener = createServer((delivery, response) => {
  const chunks = [];
  delivery.on("data", (chunk) => chunks.push(chunk));
  delivery.on("end", () => {
    const events = JSON.parse(Buffer.concat(chunks).toString());
    if (events.some(({ type }) => type === "platform.runtimeDone")) {
      told();
    }
    response.end();
  });
});
await new Promise((resolve) => listener.listen(0, "127.0.0.1", resolve));
const id = await register();
await subscribe(id, listener.address().port, 25);
for (;;) {
  const done = new Promise((resolve) => {
    told = resolve;
  });
  if ((await next(id)).eventType === "SHUTDOWN") {
    process.exit(0);
  }
  await done;
}
