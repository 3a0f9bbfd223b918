import { chmod, lstat, readFile, readlink, stat, symlink, utimes, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, it } from "vitest";
import { readTreeFacts } from "../../../src/packages/tree-digest.ts";
import { unzip } from "../../../src/packages/unzip.ts";
import { zipFolder } from "../../../src/packages/zip-folder.ts";
import { temporaryFolder } from "./temporary-folder.ts";

const files = {
  "index.mjs": "export const handler = () => 1;\n",
  "bin/tool": { content: "#!/bin/sh\n", mode: 0o755 },
  "a/b/c.txt": "x".repeat(100_000),
  "empty.txt": "",
};

it("gives what it was made of back: contents, modes and links", async () => {
  await using folder = await temporaryFolder();
  const source = await folder.write("source", files);
  await symlink("bin/tool", join(source, "link"));
  await folder.write("zips", { "one.zip": "" });
  const archive = join(folder.path, "zips", "one.zip");
  await writeFile(archive, await zipFolder(source));
  const target = join(folder.path, "target");
  await unzip(archive, target, 1e6, new AbortController().signal);
  expect((await readTreeFacts(target)).digest).toBe((await readTreeFacts(source)).digest);
  expect((await stat(join(target, "bin/tool"))).mode & 0o777).toBe(0o755);
  expect((await lstat(join(target, "link"))).isSymbolicLink()).toBe(true);
  expect(await readlink(join(target, "link"))).toBe("bin/tool");
  expect(await readFile(join(target, "a/b/c.txt"), "utf8")).toHaveLength(100_000);
});

it("gives the same bytes whatever the times, the order of writing and the umask", async () => {
  await using folder = await temporaryFolder();
  const one = await folder.write("one", files);
  const other = await folder.write("other", Object.fromEntries(Object.entries(files).reverse()));
  await utimes(join(other, "index.mjs"), 1e9, 1e9);
  await chmod(join(other, "index.mjs"), 0o600);
  expect((await zipFolder(one)).equals(await zipFolder(other))).toBe(true);
});

it("gives other bytes when a file becomes executable", async () => {
  await using folder = await temporaryFolder();
  const source = await folder.write("one", files);
  const before = await zipFolder(source);
  await chmod(join(source, "index.mjs"), 0o755);
  expect((await zipFolder(source)).equals(before)).toBe(false);
});
