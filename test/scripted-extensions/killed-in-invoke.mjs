// A signal ends it while an event is served; the second process of it serves all.
import { firstTime, next, register, serve } from "./api.mjs";

const first = firstTime();
const id = await register();
if (first) {
  await next(id);
  process.kill(process.pid, "SIGSEGV");
} else {
  await serve(id);
}
