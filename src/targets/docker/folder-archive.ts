import { lstat, readdir, readFile } from "node:fs/promises";
import { join, posix } from "node:path";
import type { Readable } from "node:stream";
import type { Pack } from "tar-stream";
import { addToArchive, tarArchive } from "../../packages/tar-archive.ts";

/** One program as a tar archive: for everybody to execute. */
export function fileArchive(path: string, name: string): Readable {
  return tarArchive(async (into) => {
    into.entry({ name, mode: 0o755 }, await readFile(path));
  });
}

/** What is in a folder as a tar archive: modes and links as they are, everything owned by root. */
export function folderArchive(folder: string): Readable {
  return tarArchive((into) => addTree(into, folder, "."));
}

async function addTree(into: Pack, path: string, name: string): Promise<void> {
  await addToArchive(into, path, name);
  if ((await lstat(path)).isDirectory()) {
    for (const entry of (await readdir(path)).toSorted()) {
      await addTree(into, join(path, entry), posix.join(name, entry));
    }
  }
}
