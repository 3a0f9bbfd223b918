// Its first life hangs in its event. The second takes long after its restore (`slow`), or reports that it failed (`fails`).
import { existsSync, writeFileSync } from "node:fs";
import { call, next } from "./api.mjs";

const [flag = "", how] = process.argv.slice(2);
const first = !existsSync(flag);
writeFileSync(flag, "");
await call("GET", "/runtime/restore/next");
if (!first && how === "slow") {
  await new Promise((resolve) => setTimeout(resolve, 60_000));
}
if (!first && how === "fails") {
  const type = { "lambda-runtime-function-error-type": "Runtime.AfterRestoreError" };
  await call("POST", "/runtime/restore/error", '{"errorMessage":"no","errorType":"Broken"}', type);
  process.exit(1);
}
await next();
await new Promise((resolve) => setTimeout(resolve, 60_000));
