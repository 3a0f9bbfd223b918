import { readdir, readFile, stat, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, it } from "vitest";
import { unzip } from "../../../src/packages/unzip.ts";
import { PreparationError } from "../../../src/shared/errors.ts";
import { type TemporaryFolder, temporaryFolder } from "./temporary-folder.ts";
import { writeZip, type ZipEntry } from "./zip-writer.ts";

const { signal } = new AbortController();
const link = 0o120777;

async function unpack(
  folder: TemporaryFolder,
  entries: readonly ZipEntry[],
  maxBytes = 1000,
): Promise<string> {
  const archive = await writeZip(join(folder.path, "code.zip"), entries);
  const out = join(folder.path, "inner", "out");
  await unzip(archive, out, maxBytes, signal);
  return out;
}

it("unpacks folders, files, executable bits and links", async () => {
  await using folder = await temporaryFolder();
  const out = await unpack(folder, [
    { name: "a/", mode: 0o040755 },
    { name: "a/b.txt", content: "b" },
    { name: "bootstrap", content: "#!", mode: 0o100755 },
    { name: "c.txt", content: "a/b.txt", mode: link },
  ]);
  expect(await readFile(join(out, "a/b.txt"), "utf8")).toBe("b");
  expect((await stat(join(out, "bootstrap"))).mode & 0o111).toBe(0o111);
  expect((await stat(join(out, "a/b.txt"))).mode & 0o111).toBe(0);
  expect(await readFile(join(out, "c.txt"), "utf8")).toBe("b");
});

it.each([
  ["goes up", [{ name: "../evil" }]],
  ["is absolute", [{ name: "/evil" }]],
  ["is a link that leads out", [{ name: "out", content: "../..", mode: link }]],
  ["is an absolute link", [{ name: "out", content: "/etc", mode: link }]],
  [
    "leads out over another link",
    [
      { name: "z/", mode: 0o040755 },
      { name: "a/b/c", content: "../../z", mode: link },
      { name: "a/b/c/out", content: "../..", mode: link },
    ],
  ],
])("refuses an entry that %s", async (_what, entries) => {
  await using folder = await temporaryFolder();
  await expect(unpack(folder, entries)).rejects.toThrow(PreparationError);
  expect((await readdir(folder.path)).sort()).toEqual(["code.zip", "inner"]);
});

it("writes no more than it may, whatever the archive claims", async () => {
  await using folder = await temporaryFolder();
  const entries = [{ name: "zeros", content: Buffer.alloc(100_000) }];
  await expect(unpack(folder, entries)).rejects.toThrow("expected at most 250 MB unpacked");
});

it("names an archive that is none", async () => {
  await using folder = await temporaryFolder();
  const archive = join(folder.path, "text.zip");
  await writeFile(archive, "not a zip at all");
  const attempt = unzip(archive, join(folder.path, "out"), 1000, signal);
  await expect(attempt).rejects.toThrow(PreparationError);
  await expect(attempt).rejects.toThrow(`${archive}: expected a .zip that can be unpacked`);
});
