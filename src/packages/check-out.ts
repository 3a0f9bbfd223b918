import { mkdir } from "node:fs/promises";
import { basename, join } from "node:path";
import { messageOf, UnavailableError } from "../shared/errors.ts";
import { type GitEnd, runGit } from "./git.ts";

/** What is checked out, and where to. */
export interface CheckOutInput {
  /** Root of the user's checkout. */
  readonly root: string;
  readonly commit: string;
  /** A folder for this checkout alone; it need not exist. */
  readonly folder: string;
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly signal: AbortSignal;
}

/** A commit's files on disk. */
export interface CheckedOut {
  /** What the user's root is in that commit. It has the root's own name. */
  readonly folder: string;
  /** Paths below it that are submodules, with `/`: nothing is in them. */
  readonly submodules: readonly string[];
}

/**
 * Lays out a commit's files beside the user's checkout, through their filters (Git LFS, line ends), and leaves nothing of it in
 * their repository: the index is a file of ours, no hook runs, no worktree is registered.
 * @throws UnavailableError with git's words when it cannot; rejects with the signal's reason when it is aborted.
 */
export async function checkOut(input: CheckOutInput): Promise<CheckedOut> {
  const folder = join(input.folder, basename(input.root) || "root");
  await mkdir(folder, { recursive: true });
  const gitDir = (await git(input, ["rev-parse", "--absolute-git-dir"])).output.trim();
  const settings = [`--git-dir=${gitDir}`, `--work-tree=${folder}`, ...ownFilesOnly];
  await git({ ...input, root: folder }, [...settings, "read-tree", "--reset", "-u", input.commit]);
  return { folder, submodules: await submodulesOf(input) };
}

/** Without what would write into the repository, watch the folder, or run the user's hooks (`post-index-change`). */
const ownFilesOnly = [
  "core.splitIndex=false",
  "core.fsmonitor=false",
  "core.untrackedCache=false",
  "core.hooksPath=/dev/null",
].flatMap((setting) => ["-c", setting]);

async function git(input: CheckOutInput, args: readonly string[]): Promise<GitEnd> {
  const { root, commit, signal } = input;
  const end = await run(input, args).catch((error: unknown) => {
    signal.throwIfAborted();
    throw new UnavailableError(`git does not run here: ${messageOf(error)}`);
  });
  if (end.code !== 0) {
    const words = end.problem.trim().slice(-shownCharacters) || `exit code ${end.code}`;
    throw new UnavailableError(
      `the baseline's commit ${commit.slice(0, 12)} of ${basename(root)}: expected to be checked out, got\n${words}`,
    );
  }
  return end;
}

const shownCharacters = 4096;

async function submodulesOf(input: CheckOutInput): Promise<readonly string[]> {
  const blob = `--blob=${input.commit}:.gitmodules`;
  // Fails where there are none.
  const { output } = await run(input, ["config", "-z", blob, "--get-regexp", "^submodule\\..*\\.path$"]);
  return output.split("\0").flatMap((entry) => {
    const path = entry.slice(entry.indexOf("\n") + 1);
    return path === "" ? [] : [path];
  });
}

function run({ root, folder, environment, signal }: CheckOutInput, args: readonly string[]): Promise<GitEnd> {
  const own = {
    GIT_INDEX_FILE: join(folder, "index"),
    // By its folder's name a git that outlives a killed thaw is found, and ended before the folder is removed.
    THAW_CHECKOUT: `${folder}/`,
  };
  return runGit({ args, folder: root, environment, own, signal });
}
