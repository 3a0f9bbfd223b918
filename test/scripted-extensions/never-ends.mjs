// Serves all events and does not end when it is asked to.
import { next, register } from "./api.mjs";

const id = await register();
for (;;) {
  await next(id);
}
