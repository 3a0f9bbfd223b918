// Writes its variables and its folder into the function's /tmp.
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { register, serve } from "./api.mjs";

const seen = { variables: process.env, folder: process.cwd() };
writeFileSync(join(process.env.TMPDIR ?? "", "extension.json"), JSON.stringify(seen));
await serve(await register());
