import { mkdir, readdir, rename, rm } from "node:fs/promises";
import { join } from "node:path";

/**
 * Moves the content of one folder into another on the same disk: folders of one name merge, of two files of one name
 * the moved one stays. That is how Lambda lays layers over each other in /opt.
 */
export async function mergeFolder(source: string, destination: string): Promise<void> {
  await mkdir(destination, { recursive: true });
  const existing = new Map(
    (await readdir(destination, { withFileTypes: true })).map((entry) => [entry.name, entry.isDirectory()]),
  );
  for (const entry of await readdir(source, { withFileTypes: true })) {
    const from = join(source, entry.name);
    const to = join(destination, entry.name);
    const bothFolders = entry.isDirectory() && existing.get(entry.name) === true;
    if (bothFolders) {
      await mergeFolder(from, to);
    } else {
      await rm(to, { recursive: true, force: true });
      await rename(from, to);
    }
  }
}
