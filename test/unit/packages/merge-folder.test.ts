import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, it } from "vitest";
import { mergeFolder } from "../../../src/packages/merge-folder.ts";
import { temporaryFolder } from "./temporary-folder.ts";

it("merges folders of one name; of two files of one name the later stays", async () => {
  await using folder = await temporaryFolder();
  const into = await folder.write("into", { "lib/a": "first", "lib/b": "first", bin: "a file" });
  const from = await folder.write("from", { "lib/b": "second", "lib/c/d": "second", "bin/tool": "a folder" });
  await mergeFolder(from, into);
  const read = (path: string) => readFile(join(into, path), "utf8");
  expect(await Promise.all(["lib/a", "lib/b", "lib/c/d", "bin/tool"].map(read))).toEqual([
    "first",
    "second",
    "second",
    "a folder",
  ]);
});
