// Reports at its first event that it cannot go on, and does not end.
import { next, register, report } from "./api.mjs";

const id = await register();
await next(id);
await report(id, "exit", "Extension.BufferLost");
setInterval(() => {}, 1000);
