import { runShell, type ShellCommand } from "./shell.ts";

/**
 * Runs a scenario's own command. Rejects with how it ended and the last of what it printed when it failed, and as
 * `runShell` does when it is aborted.
 */
export async function runHook(hook: ShellCommand): Promise<void> {
  const { code, signal, output } = await runShell(hook);
  if (code !== 0) {
    throw new Error(`"${hook.command}" ended with ${signal ?? `exit code ${code}`}${quoted(output)}`);
  }
}

function quoted(printed: string): string {
  return printed.trim() === "" ? "" : `:\n${printed.trim()}`;
}
