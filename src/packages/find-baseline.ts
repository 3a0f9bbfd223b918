import { existsSync, realpathSync, statSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { InputError, messageOf, type Problem } from "../shared/errors.ts";
import { suggest } from "../shared/suggest.ts";
import { type GitEnd, runGit } from "./git.ts";

/** What `--baseline` means: a commit that is checked out aside, or a folder. */
export type Baseline =
  | {
      readonly kind: "git";
      /** As it was named. */
      readonly name: string;
      /** All of its hexadecimal digits. */
      readonly commit: string;
      /** What it stands for: the root of the scenarios' git checkout. Absolute, as all paths here. */
      readonly root: string;
      /** A folder has the same name, and was not meant. */
      readonly alsoFolder: boolean;
    }
  | {
      readonly kind: "folder";
      readonly name: string;
      readonly folder: string;
      /** What it stands for: the root of the scenarios' git checkout, or outside of one the working directory. */
      readonly root: string;
    };

/** Where a baseline is looked for. */
export interface BaselineSearch {
  readonly name: string;
  /** Folders of the scenario files. */
  readonly scenarioFolders: readonly string[];
  readonly cwd: string;
  readonly environment: Readonly<Record<string, string | undefined>>;
}

/**
 * Finds out what a baseline's name means. Of a name that is a ref and a folder the ref is meant; `./name` is the folder.
 * @throws InputError (place: `--baseline`) when it is neither, or the scenarios lie in several git checkouts.
 */
export async function findBaseline(search: BaselineSearch): Promise<Baseline> {
  const { name, cwd } = search;
  const checkout = rootOf(search.scenarioFolders);
  const folder = isFolder(resolve(cwd, name)) ? resolve(cwd, name) : undefined;
  const asFolder = (found: string): Baseline => ({
    kind: "folder",
    name,
    folder: found,
    root: checkout ?? cwd,
  });
  if (folder !== undefined && (isPath(name) || checkout === undefined)) {
    return asFolder(folder);
  }
  const answer = isPath(name) || checkout === undefined ? undefined : await commitOf(checkout, search);
  if (answer?.kind === "commit" && checkout !== undefined) {
    const { commit } = answer;
    return { kind: "git", name, commit, root: checkout, alsoFolder: folder !== undefined };
  }
  if (folder !== undefined) {
    return asFolder(folder);
  }
  throw await nothingCalled(search, checkout, answer?.problem);
}

/** Whether a repository still has a commit. */
export async function hasCommit(
  root: string,
  commit: string,
  environment: BaselineSearch["environment"],
): Promise<boolean> {
  const args = ["cat-file", "-e", `${commit}^{commit}`];
  return runGit({ args, folder: root, environment }).then(
    ({ code }) => code === 0,
    () => false,
  );
}

/** Only a path begins or ends so. */
function isPath(name: string): boolean {
  return /^\.{0,2}\/|^\.{1,2}$|\/$/.test(name);
}

function isFolder(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isDirectory() === true;
}

/** The one checkout around all of them; undefined where none is in one. */
function rootOf(folders: readonly string[]): string | undefined {
  const roots = [
    ...new Set(folders.map((folder) => checkoutAround(folder) ?? checkoutAround(realpathSync(folder)))),
  ];
  if (roots.length > 1) {
    const got = roots.map((root) => root ?? "none").join(" and ");
    const message = `expected scenarios of one git checkout beside it, got ${got}`;
    throw new InputError([{ place, message, hint: "run them apart" }]);
  }
  return roots[0];
}

const place = "--baseline";

/** As git does it; a linked worktree and a submodule have a file in place of the folder. */
function checkoutAround(folder: string): string | undefined {
  if (existsSync(join(folder, ".git"))) {
    return folder;
  }
  return dirname(folder) === folder ? undefined : checkoutAround(dirname(folder));
}

type Answer =
  | { readonly kind: "commit"; readonly commit: string }
  /** `problem`: git itself failed. */
  | { readonly kind: "none"; readonly problem?: string | undefined };

async function commitOf(
  root: string,
  search: BaselineSearch,
): Promise<Answer & { readonly problem?: string | undefined }> {
  const { name, environment } = search;
  if (name.startsWith("-") || name === "") {
    return { kind: "none" };
  }
  try {
    const args = ["rev-parse", "--verify", "--quiet", `${name}^{commit}`];
    const end = await runGit({ args, folder: root, environment });
    const commit = end.output.trim();
    return end.code === 0 && /^[0-9a-f]{40,64}$/.test(commit)
      ? { kind: "commit", commit }
      : { kind: "none", problem: problemOf(end) };
  } catch (error) {
    return { kind: "none", problem: `git does not run here: ${messageOf(error)}` };
  }
}

/** A ref that is not there is no problem of git's, and said by an exit code alone. */
function problemOf({ code, problem }: GitEnd): string | undefined {
  const line = problem.trim().split("\n")[0] ?? "";
  return code <= 1 || line === "" ? undefined : line;
}

async function nothingCalled(
  search: BaselineSearch,
  checkout: string | undefined,
  problem: string | undefined,
): Promise<InputError> {
  const { name } = search;
  const got = JSON.stringify(name);
  if (checkout === undefined) {
    const message = `expected a folder (no scenario is in a git checkout), got ${got}, which is none`;
    return new InputError([{ place, message }]);
  }
  const expected = isPath(name) ? "a folder" : `a git ref of ${checkout}, or a folder`;
  const found =
    problem === undefined ? (isPath(name) ? "which is none" : "which is neither") : `and: ${problem}`;
  const hint = isPath(name) ? undefined : await hintFor(checkout, search);
  const wrong: Problem = { place, message: `expected ${expected}, got ${got}, ${found}`, hint };
  return new InputError([wrong]);
}

async function hintFor(root: string, { name, environment }: BaselineSearch): Promise<string | undefined> {
  const ask = (...args: string[]) =>
    runGit({ args, folder: root, environment }).then(
      ({ output }) => output.trim(),
      () => "",
    );
  const refs = (await ask("for-each-ref", "--format=%(refname:short)")).split("\n");
  const near = suggest(
    name,
    refs.filter((ref) => ref !== ""),
  );
  const remote = refs.find((ref) => ref.endsWith(`/${name}`));
  if (remote !== undefined) {
    return `there is ${remote}`;
  }
  const isShallow = (await ask("rev-parse", "--is-shallow-repository")) === "true";
  return (
    near ??
    (isShallow ? `this clone is shallow; fetch it first: git fetch --depth=1 origin ${name}` : undefined)
  );
}
