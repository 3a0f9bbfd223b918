// No fault: answers with the event.
import { next, respond } from "./api.mjs";

for (;;) {
  const { id, event } = await next();
  await respond(id, event);
}
