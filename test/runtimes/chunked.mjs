// Answers in chunks, without a length.
import { next, respond } from "./api.mjs";

for (;;) {
  const { id, event } = await next();
  await respond(id, event, { "Transfer-Encoding": "chunked" });
}
