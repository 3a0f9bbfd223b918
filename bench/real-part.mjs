import { execFileSync } from "node:child_process";
import { fileURLToPath } from "node:url";

const script = fileURLToPath(new URL("../scripts/real-parts.mjs", import.meta.url));

/** The path of a part that `npm run parts` makes. @throws Error with the reason when it is not there. */
export function realPart(name) {
  const parts = JSON.parse(execFileSync(process.execPath, [script, "--list"], { encoding: "utf8" }));
  const { path, reason } = parts[name] ?? { reason: "there is no such part" };
  if (path === undefined) {
    throw new Error(`${name}: ${reason}; npm run parts makes it`);
  }
  return path;
}
