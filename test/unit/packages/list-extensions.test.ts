import { symlink } from "node:fs/promises";
import { join } from "node:path";
import { expect, it } from "vitest";
import { listExtensions } from "../../../src/packages/list-extensions.ts";
import { temporaryFolder } from "./temporary-folder.ts";

it("finds every file of extensions/ in the order of the names' bytes, executable or not, and no folder", async () => {
  await using folder = await temporaryFolder();
  const opt = await folder.write("opt", {
    "extensions/b": "",
    "extensions/a": "",
    "extensions/Z": "",
    "extensions/helper/x": "",
    "lib/c": "",
  });
  await symlink(join(opt, "lib/c"), join(opt, "extensions/linked"));
  await symlink(join(opt, "missing"), join(opt, "extensions/broken"));
  expect(await listExtensions(opt)).toEqual(["Z", "a", "b", "broken", "linked"]);
});

it("finds none where there is no such folder", async () => {
  await using folder = await temporaryFolder();
  expect(await listExtensions(await folder.write("opt", { "lib/c": "" }))).toEqual([]);
});

it("says that they are disabled where the file is there that does it", async () => {
  await using folder = await temporaryFolder();
  const opt = await folder.write("opt", { "extensions/a": "", "disable-extensions-jwigqn8j": "" });
  expect(await listExtensions(opt)).toBeUndefined();
});
