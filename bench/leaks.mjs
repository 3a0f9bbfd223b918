// Isolates what an environment leaves behind in the harness: ten thousand of them, one after the other, with an in-process client.
// Floor: what was open and on the heap before them.
import { execFile } from "node:child_process";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { atMost } from "./row.mjs";

const environments = 10_000;
const program = fileURLToPath(new URL("leaks-child.mjs", import.meta.url));

export async function leaks() {
  const { stdout } = await promisify(execFile)(process.execPath, [
    "--expose-gc",
    program,
    String(environments),
  ]);
  const { before, after } = JSON.parse(stdout);
  const row = (what, name, limit, format) => ({
    what: `${what} after ${environments} environments`,
    measured: format(after[name]),
    floor: `${format(before[name])} (before)`,
    ...atMost(after[name] - before[name], limit, format),
  });
  return [
    row("open descriptors", "descriptors", 0, String),
    row("listeners, sockets and timers", "handles", 0, String),
    row("heap after a forced collection", "heapMb", 5, (mb) => `${mb.toFixed(1)} MB`),
  ];
}
