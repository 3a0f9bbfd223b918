// Registers, and never asks for an event.
import { register } from "./api.mjs";

await register();
setInterval(() => {}, 60_000);
