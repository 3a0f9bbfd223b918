import { createReadStream } from "node:fs";
import { lstat, readlink } from "node:fs/promises";
import type { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { type Headers, type Pack, pack } from "tar-stream";

/** A tar archive that is filled while it is read. What filling throws, the stream ends with. */
export function tarArchive(fill: (into: Pack) => Promise<void>): Readable {
  const archive = pack();
  fill(archive).then(
    () => archive.finalize(),
    (error: unknown) => archive.destroy(error instanceof Error ? error : new Error(String(error))),
  );
  return archive;
}

/**
 * Adds one file, link or folder, the folder without what is in it, owned by root; what is none of these is left out. Piece by
 * piece: a package may have 250 MB.
 */
export async function addToArchive(into: Pack, path: string, name: string): Promise<void> {
  const found = await lstat(path);
  const header: Headers = { name, mode: found.mode & 0o7777, mtime: found.mtime };
  if (found.isSymbolicLink()) {
    into.entry({ ...header, type: "symlink", linkname: await readlink(path) });
  } else if (found.isDirectory()) {
    into.entry({ ...header, type: "directory" });
  } else if (found.isFile()) {
    await pipeline(createReadStream(path), into.entry({ ...header, size: found.size }));
  }
}
