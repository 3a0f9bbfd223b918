// Reports at its first event that it cannot go on, and ends; the second process of it serves all.
import { firstTime, next, register, report, serve } from "./api.mjs";

const first = firstTime();
const id = await register();
if (first) {
  await next(id);
  await report(id, "exit", "Extension.BufferLost");
  process.exit(1);
}
await serve(id);
