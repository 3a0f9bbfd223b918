// Answers under another id first, prints what that got, then answers.
import { next, respond } from "./api.mjs";

for (;;) {
  const { id } = await next();
  const { status, body } = await respond("00000000-0000-0000-0000-000000000000", "wrong");
  console.log(`${status} ${body.trim()}`);
  await respond(id, "right");
}
