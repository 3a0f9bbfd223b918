// Answers with one byte more than Lambda takes, and prints what that got.
import { next, respond } from "./api.mjs";

for (;;) {
  const { id } = await next();
  const { status, body } = await respond(id, Buffer.alloc(6 * 1024 * 1024 + 101, "x"));
  console.log(`${status} ${body.trim()}`);
}
