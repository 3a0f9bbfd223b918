import { spawn } from "node:child_process";

/** At most this much of a failed command's words is shown. */
const shownCharacters = 2000;

/**
 * Runs a scenario's command with `sh -c` in its folder and the user's own environment; its output is kept for the
 * case that it fails. Rejects with the exit code and the last of what it printed, or when the signal aborts it.
 */
export async function runHook(command: string, folder: string, signal: AbortSignal): Promise<void> {
  const child = spawn("sh", ["-c", command], { cwd: folder, stdio: ["ignore", "pipe", "pipe"], signal });
  let printed = "";
  const keep = (chunk: Buffer) => {
    printed = (printed + chunk.toString("utf8")).slice(-shownCharacters);
  };
  child.stdout.on("data", keep);
  child.stderr.on("data", keep);
  await new Promise<void>((resolve, reject) => {
    child.once("error", reject);
    child.once("close", (code, killedBy) => {
      if (code === 0) {
        resolve();
      } else {
        reject(new Error(`"${command}" ended with ${killedBy ?? `exit code ${code}`}${quoted(printed)}`));
      }
    });
  });
}

function quoted(printed: string): string {
  return printed.trim() === "" ? "" : `:\n${printed.trim()}`;
}
