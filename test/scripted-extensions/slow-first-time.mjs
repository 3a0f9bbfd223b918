// The first process of it never registers; the second does at once.
import { firstTime, register, serve } from "./api.mjs";

if (firstTime()) {
  setInterval(() => {}, 60_000);
} else {
  await serve(await register());
}
