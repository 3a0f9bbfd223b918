// Takes an event and never answers.
import { next } from "./api.mjs";

await next();
setInterval(() => {}, 1000);
