// For the tests of an environment's life: each event says what to do.
import { existsSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";

const tmp = process.env.TMPDIR ?? "";
const flag = join(tmp, "loaded-before");
const firstLoad = !existsSync(flag);
writeFileSync(flag, "");
if (process.env.FIRST_LOAD === "hangs" && firstLoad) {
  await new Promise((resolve) => setTimeout(resolve, 60_000));
}
if (process.env.FIRST_LOAD === "exits" && firstLoad) {
  process.exit(9);
}
if (process.env.ON_SIGTERM !== undefined) {
  process.on("SIGTERM", () => {
    console.log("SIGTERM received");
    if (process.env.ON_SIGTERM === "exit") {
      process.exit(0);
    }
  });
}

export async function handler({ action, name, lines, count }) {
  switch (action) {
    case "log":
      lines.forEach((line) => {
        console.log(line);
      });
      break;
    case "flood":
      for (let line = 0; line < count; line++) {
        console.log(`line ${line}`);
      }
      break;
    case "write":
      writeFileSync(join(tmp, name), "");
      break;
    case "hang":
      await new Promise((resolve) => setTimeout(resolve, 60_000));
      break;
    case "exit":
      process.exit(3);
      break;
    case "exit-later":
      // Extensions that were told of the event have long said what they have to say.
      await new Promise((resolve) => setTimeout(resolve, 300));
      process.exit(3);
      break;
    case "abort":
      process.kill(process.pid, "SIGSEGV");
      await new Promise(() => setTimeout(() => {}, 60_000));
      break;
    default:
  }
  return { pid: process.pid, tmp, files: readdirSync(tmp).sort(), variables: process.env };
}
