import { execFile } from "node:child_process";
import { promisify } from "node:util";

/** The commit that a folder stands at, and whether the work tree differs from it. */
export interface GitState {
  readonly gitCommit: string;
  readonly gitDirty: boolean;
}

/** The state of the git checkout around a folder, or undefined outside of one or without git. Never throws. */
export async function readGitState(folder: string): Promise<GitState | undefined> {
  try {
    const commit = await git(folder, ["rev-parse", "HEAD"]);
    const changes = await git(folder, [
      "--no-optional-locks",
      "status",
      "--porcelain",
      "--untracked-files=no",
    ]);
    return { gitCommit: commit.trim(), gitDirty: changes.trim() !== "" };
  } catch {
    return undefined;
  }
}

async function git(folder: string, args: readonly string[]): Promise<string> {
  const { stdout } = await promisify(execFile)("git", ["-C", folder, ...args], { timeout: 5000 });
  return stdout;
}
