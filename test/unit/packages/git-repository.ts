import { execFile } from "node:child_process";
import { promisify } from "node:util";

/** Runs git in a folder, as nobody's: no settings of the user or the machine count. Returns what it printed. */
export async function git(folder: string, ...args: readonly string[]): Promise<string> {
  const { stdout } = await promisify(execFile)("git", ["-C", folder, ...args], {
    env: {
      ...process.env,
      GIT_CONFIG_GLOBAL: "/dev/null",
      GIT_CONFIG_SYSTEM: "/dev/null",
      GIT_AUTHOR_NAME: "A",
      GIT_AUTHOR_EMAIL: "a@example.com",
      GIT_COMMITTER_NAME: "A",
      GIT_COMMITTER_EMAIL: "a@example.com",
    },
  });
  return stdout.trim();
}

/** Makes a repository of a folder with all that is in it committed to `main`. Returns the commit. */
export async function commitAll(folder: string): Promise<string> {
  await git(folder, "init", "--quiet", "--initial-branch=main");
  await git(folder, "add", "--all");
  await git(folder, "commit", "--quiet", "--message", "All");
  return git(folder, "rev-parse", "HEAD");
}
