// Ends while nothing is to be done, after the first event; the second process of it does not.
import { firstTime, next, register, serve } from "./api.mjs";

const first = firstTime();
const id = await register();
if (first) {
  await next(id);
  void next(id);
  setTimeout(() => process.exit(0), 50);
} else {
  await serve(id);
}
