// Takes the first event and never asks for another.
import { next, register } from "./api.mjs";

await next(await register());
setInterval(() => {}, 60_000);
