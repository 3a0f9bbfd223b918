// Asks twice for every event before it answers, and says whether both were the same.
import { next, respond } from "./api.mjs";

for (;;) {
  const first = await next();
  const second = await next();
  await respond(second.id, JSON.stringify({ same: first.id === second.id && first.event === second.event }));
}
