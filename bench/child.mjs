import { execFile } from "node:child_process";
import { promisify } from "node:util";

/** Runs a program of this folder in a Node.js of its own and reads the JSON that it prints. */
export async function child(program, args) {
  const path = new URL(program, import.meta.url).pathname;
  const { stdout } = await promisify(execFile)(process.execPath, [path, ...args], { maxBuffer: 1e8 });
  return JSON.parse(stdout);
}

/** The most memory that this process ever held, in MB. */
export function peakMemoryMb() {
  return process.resourceUsage().maxRSS / 1024;
}
