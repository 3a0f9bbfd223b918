// Names a response mode that does not exist, prints what that and the next poll got, and exits.
import { next, respond } from "./api.mjs";

const { id } = await next();
const { status, body } = await respond(id, "x", { "Lambda-Runtime-Function-Response-Mode": "buffered" });
console.log(`${status} ${body.trim()}`);
const poll = await next();
console.log(`${poll.status} ${poll.body.trim()}`);
process.exit(1);
