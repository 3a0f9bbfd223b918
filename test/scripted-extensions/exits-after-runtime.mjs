// Ends when the runtime has long been done with the first event.
import { next, register } from "./api.mjs";

const id = await register();
await next(id);
await new Promise((resolve) => setTimeout(resolve, 300));
process.exit(3);
