// Reports that its init failed and ends; the second process of it does not.
import { firstTime, register, report, serve } from "./api.mjs";

const first = firstTime();
const id = await register();
if (first) {
  await report(id, "init", "Extension.NoConfiguration");
  process.exit(1);
}
await serve(id);
