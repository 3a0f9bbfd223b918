// Isolates what containers leave behind: five hundred cold starts on the docker target, one after the other.
// Floor: what there was after the first forty; at the very end, nothing at all.
import { execFile } from "node:child_process";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { atMost } from "./row.mjs";

const environments = 500;
const program = fileURLToPath(new URL("containers-left-child.mjs", import.meta.url));

export async function containersLeft() {
  const { stdout } = await promisify(execFile)(process.execPath, [
    "--expose-gc",
    program,
    String(environments),
  ]);
  const { before, after, end } = JSON.parse(stdout);
  const row = (what, name, limit, format) => ({
    what: `${what} after ${environments} cold starts`,
    measured: format(after[name]),
    floor: `${format(before[name])} (before)`,
    ...atMost(after[name] - before[name], limit, format),
  });
  const gone = (what, name) => ({
    what: `${what} at the end`,
    measured: String(end[name]),
    ...atMost(end[name], 0, String),
  });
  return [
    row("containers, ended ones included", "containers", 8, String),
    row("networks", "networks", 0, String),
    row("mounts", "mounts", 0, String),
    row("loop devices", "loops", 0, String),
    row("files in the folder for temporary ones", "files", 0, String),
    // Connections to the engine are kept for a while: eight containers are removed at a time.
    row("open descriptors", "descriptors", 8, String),
    row("listeners, sockets and timers", "handles", 8, String),
    row("heap after a forced collection", "heapMb", 2, (mb) => `${mb.toFixed(1)} MB`),
    gone("containers", "containers"),
    gone("networks", "networks"),
    gone("mounts", "mounts"),
    gone("loop devices", "loops"),
    gone("files in the folder for temporary ones", "files"),
  ];
}
