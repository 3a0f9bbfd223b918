// Ends by the signal in the first argument, with an event in hand.
import { next } from "./api.mjs";

await next();
process.kill(process.pid, process.argv[2]);
setInterval(() => {}, 1000);
