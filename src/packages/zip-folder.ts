import { lstat, readlink } from "node:fs/promises";
import { join } from "node:path";
import { buffer } from "node:stream/consumers";
import { ZipFile } from "yazl";
import { isExecutable, listTree } from "./tree-digest.ts";

/**
 * One time for all entries, in DOS's own fields, which know no time zone: the same on every machine. Compiled files of
 * Python that go by their source's time do not match it; those that go by its hash do.
 */
const entryTime = { mtime: new Date(1980, 0, 1, 12), forceDosTimestamp: true };

const fileType = 0o100000;
const linkType = 0o120000;

/**
 * A folder as a .zip: entries sorted by path, times fixed, modes 644 and 755, links as links. Equal folders give equal
 * bytes, on one version of zlib. Empty folders, pipes and sockets are left out.
 */
export async function zipFolder(folder: string): Promise<Buffer> {
  const zip = new ZipFile();
  const whole = new Promise<Buffer>((resolve, reject) => {
    zip.on("error", reject);
    buffer(zip.outputStream).then(resolve, reject);
  });
  for (const path of await listTree(folder)) {
    await addEntry(zip, folder, path);
  }
  zip.end();
  return whole;
}

async function addEntry(zip: ZipFile, folder: string, path: string): Promise<void> {
  const file = join(folder, path);
  const stats = await lstat(file);
  if (stats.isSymbolicLink()) {
    zip.addBuffer(Buffer.from(await readlink(file)), path, { ...entryTime, mode: linkType | 0o777 });
  } else if (stats.isFile()) {
    zip.addFile(file, path, { ...entryTime, mode: fileType | (isExecutable(stats.mode) ? 0o755 : 0o644) });
  }
}
