import { existsSync, readFileSync } from "node:fs";
import { lstat, readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { checkOut } from "../../../src/packages/check-out.ts";
import { commitAll, git } from "./git-repository.ts";
import { type TemporaryFolder, temporaryFolder } from "./temporary-folder.ts";

function checkOutTo(folder: TemporaryFolder, root: string, commit: string, changes = {}) {
  return checkOut({
    root,
    commit,
    folder: join(folder.path, "aside"),
    environment: process.env,
    signal: new AbortController().signal,
    ...changes,
  });
}

/** All files of a repository with their times. */
async function stateOf(root: string): Promise<readonly string[]> {
  const entries = await readdir(join(root, ".git"), { recursive: true });
  const states = entries.map(async (path) => `${path} ${(await lstat(join(root, ".git", path))).mtimeMs}`);
  return (await Promise.all(states)).toSorted();
}

describe("a checkout aside", () => {
  it("has the commit's files, whatever the working tree has, in a folder of the root's name", async () => {
    await using folder = await temporaryFolder();
    const root = await folder.write("repo", {
      "fn/index.mjs": "before",
      "fn/run": { content: "#!", mode: 0o755 },
    });
    const commit = await commitAll(root);
    await folder.write("repo", { "fn/index.mjs": "after", "fn/untracked": "x" });
    const { folder: made, submodules } = await checkOutTo(folder, root, commit);
    expect(made).toBe(join(folder.path, "aside", "repo"));
    expect((await readdir(join(made, "fn"))).sort()).toEqual(["index.mjs", "run"]);
    expect(await readFile(join(made, "fn/index.mjs"), "utf8")).toBe("before");
    expect((await lstat(join(made, "fn/run"))).mode & 0o111).not.toBe(0);
    expect(submodules).toEqual([]);
  });

  it("leaves the repository as it was, to the time of every file, and runs no hook", async () => {
    await using folder = await temporaryFolder();
    const root = await folder.write("repo", { "a.txt": "a" });
    const commit = await commitAll(root);
    await git(root, "config", "core.splitIndex", "true");
    const hook = { content: `#!/bin/sh\ntouch "${folder.path}/hooked"\n`, mode: 0o755 };
    await folder.write("repo/.git/hooks", { "post-checkout": hook, "post-index-change": hook });
    const before = await stateOf(root);
    await checkOutTo(folder, root, commit);
    expect(await stateOf(root)).toEqual(before);
    expect(await readFile(join(root, "a.txt"), "utf8")).toBe("a");
    expect(existsSync(join(folder.path, "hooked"))).toBe(false);
  });

  it("goes through the repository's filters", async () => {
    await using folder = await temporaryFolder();
    const root = await folder.write("repo", { ".gitattributes": "*.bin filter=shout\n", "a.bin": "loud" });
    await git(root, "init", "--quiet");
    await git(root, "config", "filter.shout.smudge", "tr a-z A-Z");
    const commit = await commitAll(root);
    const { folder: made } = await checkOutTo(folder, root, commit);
    expect(await readFile(join(made, "a.bin"), "utf8")).toBe("LOUD");
  });

  it("of a linked worktree and of a clone that shares its objects has the same files", async () => {
    await using folder = await temporaryFolder();
    const origin = await folder.write("origin", { "a.txt": "a" });
    const commit = await commitAll(origin);
    await git(origin, "worktree", "add", "--quiet", "--detach", join(folder.path, "tree"));
    await git(folder.path, "clone", "--quiet", "--shared", origin, "clone");
    for (const name of ["tree", "clone"]) {
      const { folder: made } = await checkOutTo(folder, join(folder.path, name), commit, {
        folder: join(folder.path, `aside-${name}`),
      });
      expect(await readFile(join(made, "a.txt"), "utf8")).toBe("a");
    }
  });

  it("names the submodules, which hold nothing", async () => {
    await using folder = await temporaryFolder();
    const inner = await folder.write("inner", { "x.txt": "x" });
    await commitAll(inner);
    const root = await folder.write("repo", { "a.txt": "a" });
    await git(root, "init", "--quiet", "--initial-branch=main");
    await git(root, "-c", "protocol.file.allow=always", "submodule", "--quiet", "add", inner, "libs/inner");
    const commit = await commitAll(root);
    const { folder: made, submodules } = await checkOutTo(folder, root, commit);
    expect(submodules).toEqual(["libs/inner"]);
    expect(await readdir(join(made, "libs/inner"))).toEqual([]);
  });
});

describe("a checkout that cannot be made", () => {
  it("is told in git's words", async () => {
    await using folder = await temporaryFolder();
    const root = await folder.write("repo", { "a.txt": "a" });
    await commitAll(root);
    await expect(checkOutTo(folder, root, "1".repeat(40))).rejects.toThrow(
      /^the baseline's commit 111111111111 of repo: expected to be checked out, got\n[\s\S]*1{40}/,
    );
  });

  it("fails where a filter fails that has to work", async () => {
    await using folder = await temporaryFolder();
    const root = await folder.write("repo", { ".gitattributes": "*.bin filter=broken\n", "a.bin": "a" });
    const commit = await commitAll(root);
    await git(root, "config", "filter.broken.smudge", "exit 3");
    await git(root, "config", "filter.broken.required", "true");
    await expect(checkOutTo(folder, root, commit)).rejects.toThrow("a.bin: smudge filter broken failed");
  });

  it("is broken off with its filters when it is aborted", async () => {
    await using folder = await temporaryFolder();
    const root = await folder.write("repo", { ".gitattributes": "*.bin filter=slow\n", "a.bin": "a" });
    const commit = await commitAll(root);
    const mark = join(folder.path, "mark");
    await git(root, "config", "filter.slow.smudge", `echo $$ > '${mark}'; sleep 600`);
    const controller = new AbortController();
    const going = checkOutTo(folder, root, commit, { signal: controller.signal });
    const soon = { timeout: 30_000 };
    await expect.poll(() => existsSync(mark) && readFileSync(mark, "utf8").endsWith("\n"), soon).toBe(true);
    controller.abort(new Error("enough"));
    await expect(going).rejects.toThrow("enough");
    const filter = Number(await readFile(mark, "utf8"));
    await expect.poll(() => isRunning(filter), soon).toBe(false);
  });
});

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}
