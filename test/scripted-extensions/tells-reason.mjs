// Notes why it is ended, as the name of a file in the function's /tmp.
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { next, register } from "./api.mjs";

const id = await register(["SHUTDOWN"]);
const { shutdownReason } = await next(id);
writeFileSync(join(process.env.TMPDIR ?? "", `reason-${shutdownReason}`), "");
process.exit(0);
