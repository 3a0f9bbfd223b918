// Answers every event twice and prints what the second answer got, then once more after the next poll.
import { next, respond } from "./api.mjs";

let earlier = "";
for (;;) {
  const { id } = await next();
  if (earlier !== "") {
    const { status, body } = await respond(earlier, "late");
    console.log(`late ${status} ${body.trim()}`);
  }
  await respond(id, "first");
  const { status, body } = await respond(id, "second");
  console.log(`second ${status} ${body.trim()}`);
  earlier = id;
}
