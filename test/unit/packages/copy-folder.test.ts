import { lstat, readFile, readlink, stat, symlink, utimes } from "node:fs/promises";
import { join } from "node:path";
import { expect, it } from "vitest";
import { copyFolder } from "../../../src/packages/copy-folder.ts";
import { readTreeFacts } from "../../../src/packages/tree-digest.ts";
import { PreparationError } from "../../../src/shared/errors.ts";
import { temporaryFolder } from "./temporary-folder.ts";

const { signal } = new AbortController();

it("copies contents, executable bits and modification times", async () => {
  await using folder = await temporaryFolder();
  const source = await folder.write("source", { "a/b.txt": "b", run: { content: "#!", mode: 0o755 } });
  await utimes(join(source, "run"), 1000, 2000);
  const copy = join(folder.path, "copy");
  await copyFolder(source, copy, signal);
  expect(await readTreeFacts(copy)).toEqual(await readTreeFacts(source));
  expect((await stat(join(copy, "run"))).mtimeMs).toBe(2_000_000);
});

it("keeps links to within, also where they were written as absolute paths", async () => {
  await using folder = await temporaryFolder();
  const source = await folder.write("source", { "bin/tool.js": "tool" });
  await symlink("../bin/tool.js", join(source, "bin/relative"));
  await symlink(join(source, "bin/tool.js"), join(source, "absolute"));
  const copy = join(folder.path, "copy");
  await copyFolder(source, copy, signal);
  expect(await readlink(join(copy, "absolute"))).toBe("bin/tool.js");
  expect(await readFile(join(copy, "bin/relative"), "utf8")).toBe("tool");
});

it("replaces links that lead out by what they lead to, as a workspace's packages do", async () => {
  await using folder = await temporaryFolder();
  const workspace = await folder.write("workspace", { "index.js": "shared", "lib/deep.js": "deep" });
  await symlink("lib/deep.js", join(workspace, "main.js"));
  const source = await folder.write("source", { "node_modules/own/index.js": "own" });
  await symlink("../../workspace", join(source, "node_modules/shared"));
  await symlink("../workspace/index.js", join(source, "file.js"));
  const copy = join(folder.path, "copy");
  await copyFolder(source, copy, signal);
  expect((await lstat(join(copy, "node_modules/shared"))).isDirectory()).toBe(true);
  expect(await readlink(join(copy, "node_modules/shared/main.js"))).toBe("lib/deep.js");
  expect((await lstat(join(copy, "file.js"))).isFile()).toBe(true);
});

it("refuses a link that leads out to a folder which holds it", async () => {
  await using folder = await temporaryFolder();
  const source = await folder.write("outer/source", { "index.js": "" });
  await symlink("../..", join(source, "round"));
  await expect(copyFolder(source, join(folder.path, "copy"), signal)).rejects.toThrow(PreparationError);
});

it("keeps a link that leads to nothing", async () => {
  await using folder = await temporaryFolder();
  const source = await folder.write("source", {});
  await symlink("/no/such/file", join(source, "dangling"));
  await copyFolder(source, join(folder.path, "copy"), signal);
  expect(await readlink(join(folder.path, "copy/dangling"))).toBe("/no/such/file");
});

it("stops when it is told to", async () => {
  await using folder = await temporaryFolder();
  const source = await folder.write("source", { a: "" });
  const aborted = AbortSignal.abort(new Error("enough"));
  await expect(copyFolder(source, join(folder.path, "copy"), aborted)).rejects.toThrow("enough");
});
