// Prints a line at its start and one for each event.
import { next, register } from "./api.mjs";

console.log("extension begins");
const id = await register();
for (let event = await next(id); event.eventType !== "SHUTDOWN"; event = await next(id)) {
  console.error(`extension saw ${event.requestId}`);
}
process.exit(0);
