// Answers, and never asks for the next event.
import { next, respond } from "./api.mjs";

const { id } = await next();
await respond(id, "answered");
setInterval(() => {}, 1000);
