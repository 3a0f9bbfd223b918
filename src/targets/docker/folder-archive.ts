import { createReadStream } from "node:fs";
import { lstat, readdir, readFile, readlink } from "node:fs/promises";
import { join, posix } from "node:path";
import type { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { type Headers, type Pack, pack } from "tar-stream";

/** One program as a tar archive: for everybody to execute. */
export function fileArchive(path: string, name: string): Readable {
  return archive(async (into) => {
    into.entry({ name, mode: 0o755 }, await readFile(path));
  });
}

/** What is in a folder as a tar archive: modes and links as they are, everything owned by root. */
export function folderArchive(folder: string): Readable {
  return archive((into) => addFolder(into, folder, "."));
}

function archive(fill: (into: Pack) => Promise<void>): Readable {
  const stream = pack();
  fill(stream).then(
    () => stream.finalize(),
    (error: unknown) => stream.destroy(error instanceof Error ? error : new Error(String(error))),
  );
  return stream;
}

async function addFolder(into: Pack, folder: string, name: string): Promise<void> {
  const { mode, mtime } = await lstat(folder);
  into.entry({ name: `${name}/`, type: "directory", mode: mode & 0o7777, mtime });
  for (const entry of (await readdir(folder)).toSorted()) {
    await addEntry(into, join(folder, entry), posix.join(name, entry));
  }
}

async function addEntry(into: Pack, path: string, name: string): Promise<void> {
  const found = await lstat(path);
  const header = { name, mode: found.mode & 0o7777, mtime: found.mtime };
  if (found.isDirectory()) {
    await addFolder(into, path, name);
  } else if (found.isSymbolicLink()) {
    into.entry({ ...header, type: "symlink", linkname: await readlink(path) });
  } else if (found.isFile()) {
    await addFile(into, path, { ...header, size: found.size });
  }
}

/** Piece by piece: a package may have 250 MB. */
async function addFile(into: Pack, path: string, header: Headers): Promise<void> {
  if (header.size === 0) {
    into.entry(header, "");
    return;
  }
  await pipeline(createReadStream(path), into.entry(header));
}
