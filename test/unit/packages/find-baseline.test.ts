import { mkdir, symlink } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { findBaseline } from "../../../src/packages/find-baseline.ts";
import { commitAll, git } from "./git-repository.ts";
import { type TemporaryFolder, temporaryFolder } from "./temporary-folder.ts";

function find(name: string, cwd: string, scenarioFolders: readonly string[] = [cwd]) {
  return findBaseline({ name, scenarioFolders, cwd, environment: process.env });
}

async function repository(folder: TemporaryFolder) {
  const root = await folder.write("repo", { "scenarios/a.yaml": "", "fn/index.mjs": "1" });
  return { root, commit: await commitAll(root), scenarios: join(root, "scenarios") };
}

describe("the name of a baseline", () => {
  it("is a ref of the checkout around the scenarios, by whatever notation", async () => {
    await using folder = await temporaryFolder();
    const { root, commit, scenarios } = await repository(folder);
    await git(root, "tag", "v1");
    for (const name of ["main", "HEAD", "v1", commit, commit.slice(0, 10), "refs/heads/main"]) {
      expect(await find(name, folder.path, [scenarios])).toEqual({
        kind: "git",
        name,
        commit,
        root,
        alsoFolder: false,
      });
    }
  });

  it("is the ref where a folder has the same name, and the folder when it is written as a path", async () => {
    await using folder = await temporaryFolder();
    const { root } = await repository(folder);
    await mkdir(join(root, "main"));
    expect(await find("main", root)).toMatchObject({ kind: "git", alsoFolder: true });
    for (const name of ["./main", "main/", join(root, "main")]) {
      expect(await find(name, root)).toMatchObject({ kind: "folder", name, root });
    }
  });

  it("is a folder that stands for the checkout's root, or outside of one for the working directory", async () => {
    await using folder = await temporaryFolder();
    const { root, scenarios } = await repository(folder);
    const before = await folder.write("before", {});
    expect(await find("../before", root, [scenarios])).toEqual({
      kind: "folder",
      name: "../before",
      folder: before,
      root,
    });
    const place = await folder.write("plain", { "old/x": "", "scenarios/a.yaml": "" });
    const plain = await find("old", place, [join(place, "scenarios")]);
    expect(plain).toEqual({ kind: "folder", name: "old", folder: join(place, "old"), root: place });
  });

  it("finds the checkout behind a link, and that of a linked worktree", async () => {
    await using folder = await temporaryFolder();
    const { root, commit, scenarios } = await repository(folder);
    await symlink(scenarios, join(folder.path, "link"));
    expect(await find("main", folder.path, [join(folder.path, "link")])).toMatchObject({ commit, root });
    await git(root, "worktree", "add", "--quiet", "--detach", join(folder.path, "tree"));
    const tree = join(folder.path, "tree");
    expect(await find("main", folder.path, [join(tree, "scenarios")])).toMatchObject({ commit, root: tree });
  });

  it("is the repository around the scenarios also where git's own variables name another", async () => {
    await using folder = await temporaryFolder();
    const { root, commit } = await repository(folder);
    const environment = { ...process.env, GIT_DIR: "/nowhere", GIT_INDEX_FILE: "/nowhere/index" };
    const found = await findBaseline({ name: "main", scenarioFolders: [root], cwd: root, environment });
    expect(found).toMatchObject({ kind: "git", commit });
  });
});

describe("a baseline that does not exist", () => {
  it("is said with its place, and with what may be meant", async () => {
    await using folder = await temporaryFolder();
    const { root } = await repository(folder);
    await expect(find("mair", root)).rejects.toThrow(
      `--baseline: expected a git ref of ${root}, or a folder, got "mair", which is neither\n  did you mean "main"?`,
    );
    await expect(find("./nothing", root)).rejects.toThrow(
      '--baseline: expected a folder, got "./nothing", which is none',
    );
    await expect(find("fn/index.mjs", root)).rejects.toThrow("which is neither");
    await expect(find("--help", root)).rejects.toThrow("which is neither");
  });

  it("names the remote branch of that name", async () => {
    await using folder = await temporaryFolder();
    const { root } = await repository(folder);
    await git(root, "update-ref", "refs/remotes/origin/release", "HEAD");
    await expect(find("release", root)).rejects.toThrow("there is origin/release");
  });

  it("is expected to be a folder outside of git", async () => {
    await using folder = await temporaryFolder();
    await expect(find("main", folder.path)).rejects.toThrow(
      '--baseline: expected a folder (no scenario is in a git checkout), got "main", which is none',
    );
  });

  it("cannot be told for scenarios of several checkouts", async () => {
    await using folder = await temporaryFolder();
    const { root } = await repository(folder);
    await expect(find("main", root, [root, folder.path])).rejects.toThrow(
      `--baseline: expected scenarios of one git checkout beside it, got ${root} and none`,
    );
  });

  it("is said in git's words where git itself fails", async () => {
    await using folder = await temporaryFolder();
    const root = await folder.write("broken", { ".git": "gitdir: /nowhere\n" });
    await expect(find("main", root)).rejects.toThrow(/got "main", and: fatal: not a git repository/);
  });
});
