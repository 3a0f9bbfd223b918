import { chmod, mkdir, symlink } from "node:fs/promises";
import { join } from "node:path";
import { expect, it } from "vitest";
import { readTreeFacts } from "../../../src/packages/tree-digest.ts";
import { temporaryFolder } from "./temporary-folder.ts";

const files = { "b.txt": "b", "a/c.txt": "c", "a.txt": "a" };

it("gives equal trees equal digests, in whatever order they were written", async () => {
  await using folder = await temporaryFolder();
  const one = await folder.write("one", files);
  const other = await folder.write("other", Object.fromEntries(Object.entries(files).reverse()));
  expect(await readTreeFacts(one)).toEqual(await readTreeFacts(other));
});

it("counts the bytes of all files", async () => {
  await using folder = await temporaryFolder();
  expect((await readTreeFacts(await folder.write("one", { a: "four", b: "fünf" }))).bytes).toBe(9);
});

it.each([
  ["a file's content", { ...files, "b.txt": "B" }],
  ["a file's name", { "B.txt": "b", "a/c.txt": "c", "a.txt": "a" }],
  ["where names end and contents begin", { "b.txt": "b", "a/c.txt": "c", "a.txta": "" }],
  ["a further file", { ...files, "d.txt": "" }],
])("depends on %s", async (_what, changed) => {
  await using folder = await temporaryFolder();
  const one = await readTreeFacts(await folder.write("one", files));
  const other = await readTreeFacts(await folder.write("other", changed));
  expect(other.digest).not.toBe(one.digest);
});

it("depends on the executable bit, on nothing else of the mode, and not on empty folders", async () => {
  await using folder = await temporaryFolder();
  const tree = await folder.write("one", files);
  const { digest } = await readTreeFacts(tree);
  await chmod(join(tree, "b.txt"), 0o600);
  await mkdir(join(tree, "empty"));
  expect((await readTreeFacts(tree)).digest).toBe(digest);
  await chmod(join(tree, "b.txt"), 0o755);
  expect((await readTreeFacts(tree)).digest).not.toBe(digest);
});

it("takes links by their text", async () => {
  await using folder = await temporaryFolder();
  const tree = await folder.write("one", files);
  await symlink("nowhere", join(tree, "link"));
  const { digest } = await readTreeFacts(tree);
  const other = await folder.write("other", files);
  await symlink("elsewhere", join(other, "link"));
  expect((await readTreeFacts(other)).digest).not.toBe(digest);
});
