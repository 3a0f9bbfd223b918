// Ends before it has registered; the second process of it does not.
import { firstTime, register, serve } from "./api.mjs";

if (firstTime()) {
  console.log("no licence key");
  process.exit(7);
}
await serve(await register());
