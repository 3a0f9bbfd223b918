// Reports an error and exits, as a runtime does after an uncaught exception.
import { fail, next } from "./api.mjs";

const { id } = await next();
await fail(id, { errorMessage: "uncaught", errorType: "Runtime.UnhandledPromiseRejection", trace: [] });
process.exit(128);
