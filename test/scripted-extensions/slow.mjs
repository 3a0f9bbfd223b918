// Works on for a while after each event.
import { next, register } from "./api.mjs";

const id = await register();
while ((await next(id)).eventType !== "SHUTDOWN") {
  await new Promise((resolve) => setTimeout(resolve, 200));
}
process.exit(0);
