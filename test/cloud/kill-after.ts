import { spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";

/** Starts a program beside this file, and kills it when the moment has come; the wait for it begins with its first line. */
export async function killAfter(
  program: string,
  args: readonly string[],
  moment: () => Promise<unknown>,
): Promise<void> {
  const path = fileURLToPath(new URL(program, import.meta.url));
  const child = spawn(process.execPath, [path, ...args], { stdio: ["ignore", "pipe", "ignore"] });
  await once(createInterface({ input: child.stdout }), "line");
  await moment();
  child.kill("SIGKILL");
  await once(child, "exit");
  // What it sent last arrives, and so do the last lines of logs.
  await sleep(150);
}
